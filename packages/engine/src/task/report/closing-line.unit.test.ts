import { expect, test } from 'vitest';
import type { RecordedRun } from '../record/record-run';
import { closingLine } from './closing-line';
import type { TaskResult } from './task-result';

/** The part of a result that the line is made of. */
function lineOf(recorded: RecordedRun | undefined, outcome = 'passed'): string {
  const result = {
    selection: { selected: [{}], skipped: [{}], outsideFilter: [{}] },
    run: { results: [{}], outcome },
    durationMs: 1500,
    savedMs: 0,
    savedBeforeMs: 0,
    recorded,
  };
  return closingLine(result as unknown as TaskResult);
}

test.each([
  [undefined, 'nothing stored (nocollect)'],
  [{ outcome: 'stored', facts: 2 }, '2 facts stored'],
  [{ outcome: 'stored', facts: 1 }, '1 fact stored'],
  [{ outcome: 'stored', facts: 0 }, 'nothing new to store'],
  [{ outcome: 'nothing-new', facts: 0 }, 'nothing new to store'],
  [{ outcome: 'kept-for-later', facts: 3 }, '3 facts kept for a later merge'],
  [{ outcome: 'kept-for-later', facts: 0 }, 'nothing new to store'],
  [{ outcome: 'lost', facts: 0 }, 'no facts stored'],
] as const)('%j ends the line with: %s', (recorded, ending) => {
  expect(lineOf(recorded && { ...recorded, problems: [] })).toBe(
    `ran 1 of 3 test files in 1.5s, nothing saved, ${ending}`,
  );
});

test('the line of an interrupted run contains that, and what was stored', () => {
  expect(lineOf({ outcome: 'stored', facts: 1, problems: [] }, 'interrupted')).toBe(
    'interrupted: ran 1 of 3 test files in 1.5s, nothing saved, 1 fact stored',
  );
});
