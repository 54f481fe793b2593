import { expect, test } from 'vitest';
import { countCauses, countInherent } from './causes.mts';
import type { SelectedFile, TriedStep } from './replayed-step.mts';

const testFile = 'libs/a/src/a.test.ts';

function stepOf(...files: readonly Partial<SelectedFile>[]): TriedStep {
  return {
    commit: 'c0ffee',
    subject: 'edit',
    selected: files.length,
    total: 10,
    files: files.map((file) => ({ project: 'a', file: testFile, reason: 'changed: …', ...file })),
    durationMs: 1,
    failed: [],
    broken: [],
  };
}

const causesOf = (file: Partial<SelectedFile>): readonly string[] =>
  countCauses([stepOf(file)]).map(({ cause }) => cause);

test.each([
  ['libs/a/src/a.ts#sum()', 'function'],
  ['libs/a/src/a.ts#Cart.total()/then', 'function'],
  ['libs/a/src/a.ts#Cart', 'declaration'],
  ['libs/a/src/a.ts#Cart.<members>', 'class members'],
  ['libs/a/src/a.ts#<effects>', 'top-level statements'],
  ['libs/a/vite.config.ts#default.<options>', 'configuration'],
  ['libs/a/package.json#version', 'manifest'],
  ['libs/a/package.json#<resolution>', 'manifest'],
  ['libs/a/tsconfig#<emit>', 'configuration'],
  ['libs/a/src/index.ts=>sum', 'name of an export'],
  [`${testFile}#<load order>`, 'load order'],
  [`${testFile}#<effects>`, 'test file'],
  ['package:lodash', 'package'],
  ['project:a', 'whole project'],
  ['data:libs/a/*', 'data files of a folder'],
  ['read:libs/a/prices.json', 'file that was read'],
  ['variable:HOME', 'variable'],
])('a change of %s counts as: %s', (block, cause) => {
  expect(causesOf({ changed: [block] })).toEqual([cause]);
});

test.each([
  ['new: no facts stored', 'new'],
  ['failed before, and has not passed with the current code', 'failed before'],
  ['environment changed: no facts stored for this environment', 'environment'],
  ["not comparable: its last execution can't be compared with the current code", 'not comparable'],
  ['not skipped: noselect', 'no selection'],
])('the reason "%s" counts as: %s', (reason, cause) => {
  expect(causesOf({ reason })).toEqual([cause]);
});

test('a test file counts first for the cause that is needed most, and for all its causes', () => {
  const counts = countCauses([
    stepOf({ changed: ['package:lodash', 'libs/a/src/a.ts#sum()'] }, { changed: ['package:lodash'] }),
    stepOf({ changed: ['package:lodash', 'project:a'] }),
  ]);
  expect(counts).toEqual([
    { cause: 'function', first: 1, alone: 0, all: 1 },
    { cause: 'package', first: 2, alone: 1, all: 3 },
    { cause: 'whole project', first: 0, alone: 0, all: 1 },
  ]);
  expect(countInherent(counts)).toBe(1);
});
