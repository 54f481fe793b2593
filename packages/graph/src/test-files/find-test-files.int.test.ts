import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { noRunnerSyntax, type RunnerSyntax, type Suite } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { createVitest } from 'vitest/node';
import { link, writeWorkspace } from '../workspace.testing';
import { findTestFiles, globTestFiles } from './find-test-files';

const syntax: RunnerSyntax = { ...noRunnerSyntax, metaProperties: ['vitest'] };

const suite: Suite = {
  id: 'a:vitest.config.ts',
  runnerProject: '',
  root: 'packages/a',
  dir: 'packages/a',
  include: ['**/*.{test,spec}.?(c|m)[jt]s?(x)'],
  exclude: ['**/node_modules/**', '**/.git/**', 'skip/**'],
  includeSource: ['src/**/*.ts'],
  typecheck: { include: ['**/*.test-d.ts'], exclude: ['**/node_modules/**'] },
  setup: [],
  aliases: [],
  conditions: [],
  extensions: [],
  mainFields: [],
  snapshots: 'default',
  isolate: true,
};

const files = {
  'packages/a/src/a.test.ts': '',
  'packages/a/src/.dot/b.spec.md': '',
  'packages/a/src/.dot/b.spec.mts': '',
  'packages/a/src/in-source.ts': 'if (import.meta.vitest) {}',
  'packages/a/src/plain.ts': '',
  'packages/a/src/t.test-d.ts': '',
  'packages/a/skip/c.test.ts': '',
  'packages/a/deep/skip/d.test.ts': '',
  'packages/a/node_modules/x/e.test.ts': '',
  'packages/a/sp ace/ü (1) [x].test.tsx': '',
  'packages/b/other.test.ts': '',
};

test('test files of every kind are found, only in the suite', () => {
  const root = writeWorkspace(files);
  expect(findTestFiles(root, suite, syntax)).toEqual(
    expect.arrayContaining([
      { path: 'packages/a/src/in-source.ts', kind: 'source' },
      { path: 'packages/a/src/t.test-d.ts', kind: 'typecheck' },
      { path: 'packages/a/src/a.test.ts', kind: 'test' },
    ]),
  );
  expect(globTestFiles(root, suite, syntax)).toEqual([
    'packages/a/deep/skip/d.test.ts',
    'packages/a/sp ace/ü (1) [x].test.tsx',
    'packages/a/src/.dot/b.spec.mts',
    'packages/a/src/a.test.ts',
    'packages/a/src/in-source.ts',
    'packages/a/src/t.test-d.ts',
  ]);
});

test('Vitest finds the same files, also through links', async () => {
  const root = writeWorkspace({ ...files, 'shared/s.test.ts': '' });
  mkdirSync(join(root, 'packages/a/linked'));
  link(root, 'packages/a/linked/shared', join(root, 'shared'));
  link(root, 'packages/a/linked/loop', '..');
  link(root, 'packages/a/gone.test.ts', 'nowhere');
  const vitest = await createVitest('test', {
    config: false,
    root: join(root, suite.root),
    include: [...suite.include],
    exclude: [...suite.exclude],
    includeSource: [...suite.includeSource],
    typecheck: {
      enabled: true,
      include: [...suite.typecheck.include],
      exclude: [...suite.typecheck.exclude],
    },
    watch: false,
  });
  const found = (await vitest.globTestSpecifications()).map(({ moduleId }) =>
    moduleId.slice(root.length + 1),
  );
  await vitest.close();
  const ours = globTestFiles(root, suite, syntax);
  expect(found.filter((path) => !ours.includes(path))).toEqual([]);
  expect(ours.filter((path) => !found.includes(path))).toEqual([]);
});

test('absolute patterns and patterns that lead upward are supported', () => {
  const root = writeWorkspace(files);
  const include = ['../b/*.test.ts', join(root, 'packages/a/src/a.test.ts')];
  const exclude = [join(root, 'packages/a/skip/**')];
  expect(globTestFiles(root, { ...suite, include, exclude, includeSource: [] }, syntax)).toEqual([
    'packages/a/src/a.test.ts',
    'packages/a/src/t.test-d.ts',
    'packages/b/other.test.ts',
  ]);
});

test('a cycle of two links ends', () => {
  const root = writeWorkspace({ 'packages/a/x/a.test.ts': '', 'packages/a/y/b.test.ts': '' });
  link(root, 'packages/a/x/to-y', '../y');
  link(root, 'packages/a/y/to-x', '../x');
  expect(globTestFiles(root, suite, syntax)).toEqual(
    expect.arrayContaining([
      'packages/a/x/a.test.ts',
      'packages/a/x/to-y/b.test.ts',
      'packages/a/y/b.test.ts',
    ]),
  );
});
