import type { CommandIo, ExitCode } from '../command-io';

/** The inputs of the commands from their process. */
export interface ProgramInput {
  readonly version: string;
  readonly io: CommandIo;
  /** The arguments after `--`. */
  readonly runnerWords: readonly string[];
  /** Called when a command has ended. */
  readonly end: (code: ExitCode) => void;
}
