/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** What every project shares: TypeScript by swc as real ES modules (run under --experimental-vm-modules). */
const shared = {
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/scripts/tests/seed-properties.mjs'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/scripts/tests/typescript.mjs',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } },
    ],
  },
  moduleNameMapper: {
    '^webm-reassembler$': '<rootDir>/packages/webm-reassembler/src/index.ts',
    '^webm-reassembler/(codecs|core|gap-messages|loss|lost-header|recording)$':
      '<rootDir>/packages/webm-reassembler/src/$1.ts',
    '^@webm-reassembler/protocol$': '<rootDir>/packages/protocol/src/index.ts',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/', '<rootDir>/.cache/', '<rootDir>/data/'],
} satisfies Config;

const config: Config = {
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/packages/*/src/**/*.test.ts',
        '<rootDir>/fixtures/**/*.test.ts',
        '<rootDir>/scripts/**/*.test.ts',
      ],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: ['<rootDir>/packages/*/test/integration/**/*.test.ts', '<rootDir>/packages/*/bench/*.test.ts'],
    },
    // What the e2e tests do a few times, many times: `npm run measure`.
    { ...shared, displayName: 'measure', testMatch: ['<rootDir>/packages/*/test/measure/**/*.measure.ts'] },
    { ...shared, displayName: 'e2e', testMatch: ['<rootDir>/packages/*/test/e2e/**/*.test.ts'] },
  ],
};

export default config;
