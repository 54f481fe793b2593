import { applyDecisions, type TestSelection } from './apply-decisions';
import type { TaskDecisions } from './decide-test-files';
import { findFileFilter, findFullRunReason } from './full-run-reason';
import { findSelectionNotes, type SelectionNote } from './selection-notes';
import type { SelectionRules } from './selection-rules';

export interface SelectionWithNotes {
  readonly selection: TestSelection;
  readonly notes: readonly SelectionNote[];
}

/** Selects the test files of a task to run. Reads nothing. */
export function selectTests(
  { testFiles, problems }: TaskDecisions,
  rules: SelectionRules,
): SelectionWithNotes {
  const { options, runFilters, breaker } = rules;
  const selection = applyDecisions({
    testFiles,
    fullRunReason: findFullRunReason(options, runFilters, breaker !== undefined),
    fileFilter: findFileFilter(runFilters),
  });
  return { selection, notes: findSelectionNotes(selection, problems, rules) };
}
