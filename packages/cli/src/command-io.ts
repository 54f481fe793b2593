import {
  type EnvironmentVariables,
  errorWithStack,
  formatMessageLine,
  printable,
  type Problem,
  renderProblem,
} from '@nx-testmon/core';
import type { Colors } from 'picocolors/types';
import type { RefusedTask } from './targets/create-task';
import type { GraphResult } from './workspace/read-nx-graph';

/** The inputs and outputs of a command. */
export interface CommandIo {
  readonly env: EnvironmentVariables;
  readonly cwd: string;
  readonly nodeVersion: string;
  /** Whether a debugger is attached to the process. */
  readonly isDebugged?: boolean;
  /** In ms since 1970. */
  readonly clock: () => number;
  readonly colors: Colors;
  /** Writes a result to standard output. */
  readonly print: (text: string) => void;
  /** Writes a problem or a note to standard error. */
  readonly printError: (text: string) => void;
  readonly readGraph: (workspaceRoot: string) => Promise<GraphResult>;
}

/**
 * The file descriptor for the output of other programs where standard output is for a JSON document alone.
 */
export const standardError = 2;

/**
 * 0: success. 1: tests failed. 2: a usage or configuration error, a missed test file or an internal error,
 * each with a message. Higher: a signal stopped the test runner.
 */
export type ExitCode = number;

export function fail(io: CommandIo, problem: Problem): ExitCode {
  io.printError(formatMessageLine(renderProblem(problem)));
  return 2;
}

/** Reports the problems of tasks, each with the name of its task. */
export function failTasks(io: CommandIo, refused: readonly RefusedTask[]): ExitCode {
  for (const { name, problems } of refused)
    for (const problem of problems)
      io.printError(formatMessageLine(`${printable(name)}: ${renderProblem(problem)}`));
  return 2;
}

/** Converts a bug to a problem. */
export function toInternalError(error: unknown): Problem {
  const detail = errorWithStack(error);
  return { kind: 'internal-error', detail };
}

/** Prints lines about the store, as a result or as a failure. */
export function printLines(io: CommandIo, ok: boolean, lines: readonly string[]): ExitCode {
  for (const line of lines) (ok ? io.print : io.printError)(formatMessageLine(line));
  return ok ? 0 : 2;
}
