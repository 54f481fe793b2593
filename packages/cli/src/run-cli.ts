import { CommanderError } from 'commander';
import { type CommandIo, type ExitCode, fail } from './command-io';
import { createProgram } from './program/create-program';
import { toUsageProblem } from './program/to-usage-problem';

/**
 * Runs one command line.
 *
 * @param args arguments without the program name
 * @returns the exit code of the process; 2 for usage errors and for everything else that prevents a result
 */
export async function runCli(args: readonly string[], version: string, io: CommandIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const { own, runnerWords } = splitAtDashes(args);
  const program = createProgram({ version, io, runnerWords, end: (code) => (exitCode = code) });
  try {
    await program.parseAsync(own, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // A command line without a command prints the help.
    if (error.code === 'commander.help') return 2;
    const command = program.commands.find((one) => one.name() === own[0]);
    const problem = toUsageProblem(error, command);
    if (problem === undefined) throw error;
    return fail(io, problem);
  }
}

/** These commands pass on the arguments after `--`. In the others, `--` only ends the options. */
const passOn: ReadonlySet<string | undefined> = new Set(['run', 'watch', 'exec']);

function splitAtDashes(args: readonly string[]): { own: string[]; runnerWords: string[] } {
  const end = passOn.has(args[0]) ? args.indexOf('--') : -1;
  return end < 0
    ? { own: [...args], runnerWords: [] }
    : { own: args.slice(0, end), runnerWords: args.slice(end + 1) };
}
