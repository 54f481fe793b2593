import { count, type Problem, renderProblem } from '@nx-testmon/core';
import type { TaskIo } from './task';

/** Events before the header, or between it and the closing line, where the runner prints too. */
export type Progress =
  | { readonly kind: 'disabled'; readonly runner: string }
  | { readonly kind: 'modules'; readonly modules: number }
  | { readonly kind: 'extra-test-files'; readonly testFiles: number }
  | { readonly kind: 'run-alone'; readonly testFiles: number };

export function reportProgress({ write }: Pick<TaskIo, 'write'>, progress: Progress): void {
  write(`testmon: ${renderProgress(progress)}`);
}

/** A problem of a task that has no result to report it in. */
export function reportProblem({ write }: Pick<TaskIo, 'write'>, problem: Problem): void {
  write(`testmon: ${renderProblem(problem)}`);
}

function renderProgress(progress: Progress): string {
  switch (progress.kind) {
    case 'disabled':
      return `disabled (enabled: false): running ${progress.runner} directly`;
    case 'modules':
      return `reading the code of the workspace, ${count(progress.modules, 'new or changed module')} so far`;
    case 'extra-test-files':
      return `the test runner found ${count(progress.testFiles, 'more test file')}; running ${progress.testFiles === 1 ? 'it' : 'them'} too`;
    case 'run-alone':
      return `verify: ${count(progress.testFiles, 'test file')} failed that would have been skipped; running ${progress.testFiles === 1 ? 'it' : 'them'} again alone`;
  }
}
