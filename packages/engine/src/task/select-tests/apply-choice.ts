import type { TestFileChoice } from '../task';
import { savedBySkipping, type TestSelection } from './apply-decisions';
import type { DecidedTestFile } from './decide-test-files';
import type { SelectionWithNotes } from './select-tests';

/**
 * Restricts a selection to the test files that a person has chosen.
 *
 * @param runsAll true if every test file runs, as with `verify`
 */
export function applyChoice(
  noted: SelectionWithNotes,
  choice: TestFileChoice | undefined,
  runsAll: boolean,
): SelectionWithNotes {
  if (choice === undefined || runsAll) return noted;
  return { ...noted, selection: takeChosen(noted.selection, choice) };
}

function takeChosen(selection: TestSelection, { isChosen, runsSkipped }: TestFileChoice): TestSelection {
  const isOwn = ({ testFile }: DecidedTestFile) => isChosen(testFile);
  const alsoRun = (file: DecidedTestFile) => runsSkipped && isOwn(file);
  const { selected, skipped } = selection;
  const left = skipped.filter((file) => !alsoRun(file));
  return {
    ...selection,
    selected: [...selected.filter(isOwn), ...skipped.filter(alsoRun)],
    skipped: left,
    notChosen: selected.filter((file) => !isOwn(file)),
    // The test files that run are now a list, even if everything was to run.
    fullRunReason: undefined,
    savedMs: savedBySkipping(left),
  };
}
