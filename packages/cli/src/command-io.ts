import { type Problem, renderProblem } from '@nx-testmon/core';
import type { Colors } from 'picocolors/types';
import type { RefusedTask } from './create-task';
import type { ReadGraph } from './read-nx-graph';

/** What a command takes from its process. */
export interface CommandIo {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly nodeVersion: string;
  /** Whether a debugger is attached to the process. */
  readonly isDebugged?: boolean;
  /** In ms since 1970. */
  readonly now: () => number;
  readonly colors: Colors;
  /** The answer, for standard output. */
  readonly print: (text: string) => void;
  /** Problems and notes, for standard error. */
  readonly printError: (text: string) => void;
  readonly readGraph: (workspaceRoot: string) => Promise<ReadGraph>;
}

/**
 * 0: answered, or passed. 1: tests failed. 2: wrong usage, wrong configuration, a missed test, or something
 * failed; then it was said what. More: the runner was stopped by a signal.
 */
export type ExitCode = number;

export function fail(io: CommandIo, problem: Problem): ExitCode {
  io.printError(`testmon: ${renderProblem(problem)}`);
  return 2;
}

/** The same about tasks: each problem with the task that it is about. */
export function failTasks(io: CommandIo, refused: readonly RefusedTask[]): ExitCode {
  for (const { name, problems } of refused)
    for (const problem of problems) io.printError(`testmon: ${name}: ${renderProblem(problem)}`);
  return 2;
}

export function describeError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
