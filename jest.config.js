/** ESM through @swc/jest: types are checked once by `npm run check`, not again for every test file. */
export default {
  testEnvironment: 'node',
  // Most of the time is spent waiting for sockets and the disk: two at a time, also where jest would take one.
  maxWorkers: 2,
  // No test waits for time; a machine that does other things meanwhile takes some of them beyond the usual five seconds.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
};
