import { expect, test } from 'vitest';
import type { TestFileChoice } from '../task';
import { applyChoice } from './apply-choice';
import { applyDecisions } from './apply-decisions';
import type { DecidedTestFile } from './decide-test-files';
import type { FullRunReason } from './full-run-reason';

const names = ['a', 'b', 'c', 'd'];

/** Chooses from a selection of `a` and `b` among four test files. */
function choose(choice: TestFileChoice | undefined, fullRunReason?: FullRunReason, runsAll = false) {
  const selection = applyDecisions({
    testFiles: names.map((path) => ({
      testFile: { suite: 's', path },
      decision: path < 'c' ? { kind: 'new' } : { kind: 'skipped', savedMs: 8 },
      isTraversed: false,
      fallbacks: [],
      lastRun: undefined,
    })),
    fullRunReason,
    fileFilter: undefined,
  });
  const chosen = applyChoice({ selection, notes: [] }, choice, runsAll).selection;
  const paths = (files: readonly DecidedTestFile[] | undefined) =>
    files?.map(({ testFile }) => testFile.path);
  return {
    selected: paths(chosen.selected),
    skipped: paths(chosen.skipped),
    notChosen: paths(chosen.notChosen),
    savedMs: chosen.savedMs,
    fullRunReason: chosen.fullRunReason,
  };
}

const choiceOf = (paths: readonly string[], runsSkipped: boolean): TestFileChoice => ({
  isChosen: ({ path }) => paths.includes(path),
  runsSkipped,
});

test('of the selected test files, only the chosen ones run', () => {
  expect(choose(choiceOf(['b', 'c'], false))).toEqual({
    selected: ['b'],
    skipped: ['c', 'd'],
    notChosen: ['a'],
    savedMs: 16,
    fullRunReason: undefined,
  });
});

test('chosen test files run although they would be skipped, on request', () => {
  expect(choose(choiceOf(['b', 'c'], true))).toMatchObject({
    selected: ['b', 'c'],
    skipped: ['d'],
    notChosen: ['a'],
    savedMs: 8,
  });
});

test('if everything would run, only the chosen test files run', () => {
  expect(choose(choiceOf(['d'], false), 'noselect')).toEqual({
    selected: ['d'],
    skipped: [],
    notChosen: ['a', 'b', 'c'],
    savedMs: 0,
    fullRunReason: undefined,
  });
});

test('without a choice, and if everything runs, the selection is unchanged', () => {
  const all = { selected: ['a', 'b'], skipped: ['c', 'd'], notChosen: undefined };
  expect(choose(undefined)).toMatchObject(all);
  expect(choose(choiceOf([], false), undefined, true)).toMatchObject(all);
});
