/** Tests run as compiled JavaScript against dist/, what ships: worker threads do not start under a transformer. */
export default {
  testEnvironment: 'node',
  transform: {},
  roots: ['<rootDir>/build'],
  // Many tests wait for processes that they start, which leave a core of two idle.
  maxWorkers: 2,
  // A machine at work on other things is several times slower.
  testTimeout: 240_000,
}
