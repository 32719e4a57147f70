/**
 * Tests run as compiled JavaScript against dist/, what ships: worker threads do not start under a transformer. They are loaded
 * by Node itself, twice as fast as in a scope that Jest makes, where everything global is asked of a proxy.
 */
export default {
  testEnvironment: '<rootDir>/tests/native/environment.cjs',
  runtime: '<rootDir>/tests/native/runtime.cjs',
  globalSetup: '<rootDir>/tests/native/globals.mjs',
  transform: {},
  roots: ['<rootDir>/build'],
  // Many tests wait for processes that they start, which leave a core of two idle.
  maxWorkers: 2,
  // A process takes one file after the other, with the model and its code warm, until it holds so much.
  workerIdleMemoryLimit: '300MB',
  // A machine at work on other things is several times slower.
  testTimeout: 240_000,
}
