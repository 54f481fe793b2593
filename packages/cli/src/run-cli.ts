import { CommanderError } from 'commander';
import type { CommandIo, ExitCode } from './command-io';
import { createProgram } from './create-program';

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 * @returns the process's exit code; 2 for usage errors and for everything else that prevents a result
 */
export async function runCli(args: readonly string[], version: string, io: CommandIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const { own, runnerWords } = splitAtDashes(args);
  const program = createProgram({ version, io, runnerWords, end: (code) => (exitCode = code) });
  try {
    await program.parseAsync(own, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** `run` and `exec` pass on the arguments after `--`; in the other commands, `--` only ends the options. */
function splitAtDashes(args: readonly string[]): { own: string[]; runnerWords: string[] } {
  const end = args[0] === 'run' || args[0] === 'exec' ? args.indexOf('--') : -1;
  return end < 0
    ? { own: [...args], runnerWords: [] }
    : { own: args.slice(0, end), runnerWords: args.slice(end + 1) };
}
