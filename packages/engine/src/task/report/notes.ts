import { count, describeFallback, listNames, printable, renderProblem } from '@nx-testmon/core';
import type { CollectNote } from '../collect/collect-facts';
import { documentedVariables } from '../options/known-variables';
import type { SelectionNote } from '../select-tests/selection-notes';
import { describeFullRun } from './mode';

/** Notes about a task besides its numbers. */
export type TaskNote = SelectionNote | CollectNote;

/** One line for people to read; a problem may quote several lines. */
export function renderNote(note: TaskNote): string {
  if (note.kind === 'problem') return renderProblem(note.problem);
  if (note.kind === 'unreadable-after-run') return `no facts stored: ${renderProblem(note.problem)}`;
  return printable(describeNote(note));
}

function describeNote(
  note: Exclude<TaskNote, { readonly kind: 'problem' | 'unreadable-after-run' }>,
): string {
  switch (note.kind) {
    case 'full-run':
      return `nothing is skipped: ${describeFullRun(note.reason)}`;
    case 'no-test-files':
      return `no test files found; ${note.hint}`;
    case 'seeded':
      return `${count(note.testFiles, 'test file')} assumed passing (seeded, not run)`;
    case 'watch-ignored':
      return '--watch is ignored: nx-testmon runs once and exits';
    case 'plan-ignored':
      return 'the plan is ignored, because nothing is skipped';
    case 'plan-differs':
      return `${describeDifference(note.cause)}; also running ${count(note.unplanned, 'test file')} outside this shard`;
    case 'planned-test-files-missing':
      return `${count(note.testFiles, 'planned test file')} ${note.testFiles === 1 ? 'is' : 'are'} missing`;
    case 'unknown-variables':
      return `${note.variables.join(', ')} ${note.variables.length === 1 ? 'is' : 'are'} ignored: nx-testmon reads only ${documentedVariables.join(', ')}`;
    case 'partial-run':
      return 'no facts stored: some tests were filtered out';
    case 'changed-during-run':
      return `${count(note.testFiles.length, 'result')} not stored: files changed during the run (${listed(note.testFiles)})`;
    case 'untrusted-passes':
      return `${count(note.testFiles.length, 'passed result')} not stored: errors happened outside the test files (${listed(note.testFiles)})`;
    case 'packages-not-installed':
      return `${count(note.testFiles.length, 'result')} not stored: installed packages do not match the lockfile (${listed(note.testFiles)})`;
    case 'incomplete-results':
      return `${count(note.testFiles.length, 'result')} not stored: only some tests of the file ran (${listed(note.testFiles)})`;
    case 'incomplete-reads':
      return `${count(note.testFiles, 'test file')} may depend on all data files of the project: ${describeFallback(note.fallback)}`;
  }
}

function describeDifference(cause: 'task' | 'files' | 'facts'): string {
  switch (cause) {
    case 'task':
      return 'the plan does not include this task';
    case 'files':
      return 'the plan was made for other files or another environment';
    case 'facts':
      return 'the store has fewer facts than when the plan was made';
  }
}

const namedTestFiles = 5;

function listed(testFiles: readonly string[]): string {
  return listNames(testFiles, namedTestFiles);
}
