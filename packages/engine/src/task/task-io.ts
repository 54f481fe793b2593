import type { EnvironmentVariables } from '@nx-testmon/core';
import type { Signals } from '@nx-testmon/runner';
import type { SharedReader } from './read-task/shared-reader';

/** The inputs and outputs that the command or the executor passes on. */
export interface TaskIo {
  readonly env: EnvironmentVariables;
  /** Prints one line. */
  readonly write: (line: string) => void;
  /** In ms since 1970. */
  readonly clock: () => number;
  /** Full version of Node, such as `22.12.0`. */
  readonly nodeVersion: string;
  /** Whether a debugger is attached to this process, and thus to the processes that it starts. */
  readonly isDebugged?: boolean;
  /**
   * Receives the output of the test runner, which then has no standard input; or the file descriptor that it
   * prints to. By default, the test runner uses the input and output of this process.
   */
  readonly output?: number | ((chunk: Buffer) => void);
  /** Emits the signals to pass on to the test runner; by default, those of this process. */
  readonly signals?: Signals;
  /** Shares what other tasks of this process have read of the workspace. */
  readonly sharedReader?: SharedReader;
}
