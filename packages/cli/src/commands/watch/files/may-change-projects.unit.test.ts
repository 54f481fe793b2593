import { lockfileNames } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { mayChangeProjects } from './may-change-projects';

test.each([
  'nx.json',
  ...lockfileNames,
  'libs/a/package.json',
  'libs/a/project.json',
  'libs/a/vitest.config.mts',
  'libs/a/jest.config.cjs',
  'vitest.workspace.ts',
  'jest.preset.js',
  'tsconfig.base.json',
  'libs/a/tsconfig.json',
])('%s may change projects', (path) => {
  expect(mayChangeProjects(path)).toBe(true);
});

test.each(['libs/a/src/config.ts', 'libs/a/src/a.test.ts', 'README.md', 'libs/package.json/a.ts'])(
  '%s does not',
  (path) => {
    expect(mayChangeProjects(path)).toBe(false);
  },
);
