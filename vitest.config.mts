import { defineConfig } from 'vitest/config';
import { commonOptions } from './tools/package-tests.mts';
import { sourceAliases } from './tools/source-aliases.mts';

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: sourceAliases },
        test: {
          ...commonOptions,
          name: 'unit',
          include: ['packages/*/src/**/*.unit.test.ts', 'tools/**/*.unit.test.mts'],
          testTimeout: 120_000,
        },
      },
      {
        resolve: { alias: sourceAliases },
        test: {
          ...commonOptions,
          name: 'integration',
          include: ['packages/*/src/**/*.int.test.ts', 'tools/**/*.int.test.mts'],
        },
      },
    ],
  },
});
