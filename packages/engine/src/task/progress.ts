import { count, formatMessageLine, type Problem, renderProblem } from '@nx-testmon/core';
import type { TaskIo } from './task-io';

/** Why failed flaky test files are not run again. */
export type NoRetryReason = 'coverage' | 'filters';

/** Events before the header, or between the header and the closing line, where the test runner prints too. */
export type Progress =
  | { readonly kind: 'disabled'; readonly runner: string }
  | { readonly kind: 'modules'; readonly modules: number }
  | { readonly kind: 'extra-test-files'; readonly testFiles: number }
  | { readonly kind: 'run-alone'; readonly testFiles: number; readonly mode: 'verify' | 'audit' }
  | { readonly kind: 'retry'; readonly testFiles: number; readonly attempt: number; readonly limit: number }
  | { readonly kind: 'no-retry'; readonly testFiles: number; readonly reason: NoRetryReason };

export function printProgress({ write }: Pick<TaskIo, 'write'>, progress: Progress): void {
  write(formatMessageLine(renderProgress(progress)));
}

/** Prints a problem of a task that has no result in which it could be reported. */
export function printProblem({ write }: Pick<TaskIo, 'write'>, problem: Problem): void {
  write(formatMessageLine(renderProblem(problem)));
}

const whyNoRetryTexts: Readonly<Record<NoRetryReason, string>> = {
  coverage: 'the coverage report would be overwritten',
  filters: 'only some tests run, a debugger is attached, or snapshots are updated',
};

function renderProgress(progress: Progress): string {
  switch (progress.kind) {
    case 'disabled':
      return `disabled (enabled: false): running ${progress.runner} directly`;
    case 'modules':
      return `reading the code of the workspace, ${count(progress.modules, 'new or changed module')} so far`;
    case 'extra-test-files':
      return `the test runner found ${count(progress.testFiles, 'more test file')}; running ${progress.testFiles === 1 ? 'it' : 'them'} too`;
    case 'run-alone':
      return `${progress.mode}: ${count(progress.testFiles, 'test file')} failed that would have been skipped; running ${progress.testFiles === 1 ? 'it' : 'them'} again alone`;
    case 'retry':
      return `${count(progress.testFiles, 'flaky test file')} failed; running ${progress.testFiles === 1 ? 'it' : 'them'} again (${progress.attempt} of at most ${progress.limit})`;
    case 'no-retry':
      return `${count(progress.testFiles, 'flaky test file')} failed and ${progress.testFiles === 1 ? 'is' : 'are'} not run again: ${whyNoRetryTexts[progress.reason]}`;
  }
}
