import { defineConfig } from 'vitest/config';
import { commonOptions } from './tools/package-tests.mts';
import { sourceAliases } from './tools/source-aliases.mts';

export default defineConfig({
  test: {
    // Most of the time is spent waiting for processes that the tests start, so Vitest's default of one core less, which
    // is one worker on a machine with two, leaves cores idle.
    maxWorkers: '100%',
    projects: [
      {
        resolve: { alias: sourceAliases },
        test: {
          ...commonOptions,
          name: 'unit',
          // Loading modules for each file again would take more time than the tests, and these modules have no
          // state.
          isolate: false,
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
