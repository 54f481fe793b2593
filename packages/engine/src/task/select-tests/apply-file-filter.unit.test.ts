import type { RunResult, TestFileId } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import type { TestSelection } from './apply-decisions';
import { applyFileFilter } from './apply-file-filter';
import type { DecidedTestFile } from './decide-test-files';
import type { FileFilter } from './full-run-reason';

const id = (path: string): TestFileId => ({ suite: 's', path });
const decided = (path: string): DecidedTestFile => ({
  testFile: id(path),
  decision: { kind: 'new' },
  isTraversed: false,
  fallbacks: [],
  lastRun: undefined,
});

/** Applies the filter to a selection of three test files, with a fourth one skipped. */
function counted(
  fileFilter: FileFilter | undefined,
  run: Pick<RunResult, 'started' | 'results'>,
): Readonly<Record<'selected' | 'skipped' | 'outsideFilter', readonly string[]>> {
  const selection: TestSelection = {
    selected: ['a', 'b', 'c'].map(decided),
    skipped: [decided('d')],
    inOtherShards: [],
    fullRunReason: undefined,
    fileFilter,
    audited: [],
    order: [],
    savedMs: 0,
  };
  const { selected, skipped, outsideFilter } = applyFileFilter(selection, run);
  const paths = (files: readonly DecidedTestFile[]) => files.map(({ testFile }) => testFile.path);
  return { selected: paths(selected), skipped: paths(skipped), outsideFilter: paths(outsideFilter) };
}

test('test files that the test runner did not start are outside of the filter', () => {
  expect(counted('named-test-files', { started: [id('b')], results: [] })).toEqual({
    selected: ['b'],
    skipped: ['d'],
    outsideFilter: ['a', 'c'],
  });
  expect(counted('runner-selection', { started: [], results: [] }).outsideFilter).toEqual(['a', 'b', 'c']);
});

test('of the audited test files, the started ones are kept, with and without a filter', () => {
  const selection: TestSelection = {
    selected: [],
    skipped: [decided('d'), decided('e'), decided('f')],
    audited: [decided('d'), decided('e')],
    inOtherShards: [],
    fullRunReason: undefined,
    fileFilter: undefined,
    order: [],
    savedMs: 0,
  };
  for (const fileFilter of [undefined, 'named-test-files'] as const) {
    const filtered = applyFileFilter({ ...selection, fileFilter }, { started: [id('e')], results: [] });
    expect(filtered.audited.map(({ testFile }) => testFile.path)).toEqual(['e']);
    expect(filtered.skipped).toHaveLength(3);
  }
  expect(applyFileFilter(selection, { results: [] }).audited).toHaveLength(2);
});

test('a test file with a result was started', () => {
  const result = { testFile: id('c'), outcome: 'passed', durationMs: 1, endedAt: 1, complete: true } as const;
  expect(counted('named-test-files', { started: [], results: [result] }).selected).toEqual(['c']);
});

test.each([
  ['without a filter', undefined, [id('b')]],
  ['where the test runner did not get as far as to start test files', 'named-test-files', undefined],
] as const)('%s, a selection is unchanged', (_, fileFilter, started) => {
  expect(counted(fileFilter, { ...(started ? { started } : {}), results: [] })).toEqual({
    selected: ['a', 'b', 'c'],
    skipped: ['d'],
    outsideFilter: [],
  });
});
