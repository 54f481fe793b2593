import { type RunResult, testFileKey } from '@nx-testmon/core';
import type { TestSelection } from './apply-decisions';
import type { DecidedTestFile } from './decide-test-files';

/** The selection of a run that has ended. */
export interface SelectionOfRun extends TestSelection {
  /** Test files that would run without the filter or the choice. */
  readonly outsideFilter: readonly DecidedTestFile[];
}

/**
 * Leaves of a selection what the test runner has started of it, where a filter of files applied to the run. Of the audited
 * test files, those that were started: the others may be those of another shard.
 */
export function applyFileFilter(
  selection: TestSelection,
  { started, results }: Pick<RunResult, 'started' | 'results'>,
): SelectionOfRun {
  const { notChosen = [] } = selection;
  if (started === undefined) return { ...selection, outsideFilter: notChosen };
  const startedKeys = new Set([...started, ...results.map(({ testFile }) => testFile)].map(testFileKey));
  const isStarted = ({ testFile }: DecidedTestFile) => startedKeys.has(testFileKey(testFile));
  const audited = selection.audited.filter(isStarted);
  if (selection.fileFilter === undefined) return { ...selection, audited, outsideFilter: notChosen };
  return {
    ...selection,
    audited,
    selected: selection.selected.filter(isStarted),
    outsideFilter: [...selection.selected.filter((file) => !isStarted(file)), ...notChosen],
  };
}
