import { type RunResult, testFileKey } from '@nx-testmon/core';
import type { TestSelection } from './apply-decisions';
import type { DecidedTestFile } from './decide-test-files';

/** The selection of a finished run. */
export interface SelectionOfRun extends TestSelection {
  /** Test files that would run without the filter or the choice. */
  readonly outsideFilter: readonly DecidedTestFile[];
}

/**
 * If a file filter applied to the run, restricts a selection to the test files that the test runner started.
 * Of the audited test files, only the started ones are kept in any case, because others may belong to another
 * shard.
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
