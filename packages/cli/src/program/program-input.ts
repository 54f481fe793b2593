import type { CommandIo, ExitCode } from '../command-io';

/** What the commands receive from their process. */
export interface ProgramInput {
  readonly version: string;
  readonly io: CommandIo;
  /** What follows `--`. */
  readonly runnerWords: readonly string[];
  /** Called when a command has ended. */
  readonly end: (code: ExitCode) => void;
}
