/** ESM through @swc/jest: types are checked once by `npm run check`, not again for every test file. */
export default {
  testEnvironment: 'node',
  // Most of the time is spent waiting for sockets and the disk: two at a time, also where jest would take one.
  maxWorkers: 2,
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
};
