import type { DecidedTestFile } from '../select-tests/decide-test-files';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { SelectionNote } from '../select-tests/selection-notes';
import type { SelectedTestFile, DescribedSelection } from '../described-selection';
import type { Task } from '../task';
import { describeFullRun } from './mode';
import { renderNote } from './notes';
import { describeDecision } from './reason';

/** A selection with its reasons and notes as text. */
export function describeSelection(
  { project, target, options }: Task,
  selection: TestSelection,
  notes: readonly SelectionNote[],
): DescribedSelection {
  const { selected, skipped, savedMs } = selection;
  const withReason = ({ testFile, decision, fallbacks }: DecidedTestFile): SelectedTestFile => ({
    testFile,
    decision,
    fallbacks,
    reason: describeDecision(decision, fallbacks),
  });
  return {
    project,
    target,
    environment: options.environment,
    selected: selected.map((file) =>
      file.decision.kind === 'skipped'
        ? { ...withReason(file), reason: `not skipped: ${describeWhySelected(selection)}` }
        : withReason(file),
    ),
    skipped: skipped.map(withReason),
    savedMs,
    notes: notes.map(renderNote),
  };
}

/** Why an unaffected test file runs. */
function describeWhySelected({ fullRunReason, notChosen }: TestSelection): string {
  if (fullRunReason !== undefined) return describeFullRun(fullRunReason);
  return notChosen === undefined ? 'planned for this shard' : 'chosen by hand';
}
