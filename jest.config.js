/** Tests run as compiled JavaScript against dist/, what ships: worker threads do not start under a transformer. */
export default {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/build'],
  testTimeout: 60_000,
}
