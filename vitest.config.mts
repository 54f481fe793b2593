import { defineConfig } from 'vitest/config';
import { sourceAliases } from './tools/source-aliases.mts';

const exclude = ['**/node_modules/**', '**/dist/**', '**/fixtures/**'];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: sourceAliases },
        test: { name: 'unit', include: ['packages/*/src/**/*.unit.test.ts'], exclude, testTimeout: 60_000 },
      },
      {
        resolve: { alias: sourceAliases },
        test: {
          name: 'integration',
          include: ['packages/*/src/**/*.int.test.ts'],
          exclude,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
