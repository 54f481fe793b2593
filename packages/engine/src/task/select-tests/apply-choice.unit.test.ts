import { expect, test } from 'vitest';
import type { TestFileChoice } from '../task';
import { applyChoice } from './apply-choice';
import { applyDecisions } from './apply-decisions';
import type { DecidedTestFile } from './decide-test-files';
import type { FullRunReason } from './full-run-reason';

const names = ['a', 'b', 'c', 'd'];

/** A selection of `a` and `b`, of four test files. */
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

test('of what is selected, only what is chosen runs', () => {
  expect(choose(choiceOf(['b', 'c'], false))).toEqual({
    selected: ['b'],
    skipped: ['c', 'd'],
    notChosen: ['a'],
    savedMs: 16,
    fullRunReason: undefined,
  });
});

test('what is chosen runs although it would be skipped, if that is asked for', () => {
  expect(choose(choiceOf(['b', 'c'], true))).toMatchObject({
    selected: ['b', 'c'],
    skipped: ['d'],
    notChosen: ['a'],
    savedMs: 8,
  });
});

test('where everything would run, only what is chosen runs', () => {
  expect(choose(choiceOf(['d'], false), 'noselect')).toEqual({
    selected: ['d'],
    skipped: [],
    notChosen: ['a', 'b', 'c'],
    savedMs: 0,
    fullRunReason: undefined,
  });
});

test('without a choice, and where everything runs, the selection stays as it is', () => {
  const all = { selected: ['a', 'b'], skipped: ['c', 'd'], notChosen: undefined };
  expect(choose(undefined)).toMatchObject(all);
  expect(choose(choiceOf([], false), undefined, true)).toMatchObject(all);
});
