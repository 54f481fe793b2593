import { Command, CommanderError } from 'commander';
import type { CommandIo, ExitCode } from './command-io';
import type { ExplainFlags } from './explain-command';
import type { SelectFlags } from './select-command';

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 * @returns the process's exit code; usage errors are 2, as all that keeps a question from its answer
 */
export async function runCli(args: readonly string[], version: string, io: CommandIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = createProgram(version, io, (code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

function createProgram(version: string, io: CommandIo, end: (code: ExitCode) => void): Command {
  const program = new Command('testmon')
    .description('Which tests can a change affect, and why. Runs no test and writes nothing.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.print(text.replace(/\n$/, '')),
      writeErr: (text) => io.printError(text.replace(/\n$/, '')),
    })
    .showHelpAfterError('(testmon --help lists the commands)')
    .addHelpText(
      'after',
      '\nTo run the tests: nx run-many -t testmon\nExit codes: 0 answered, 2 wrong usage or a failure.',
    );
  const list = (text: string) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  program
    .command('select')
    .description('list the test files that would run now, each with its reason')
    .option('--json', 'print one JSON document')
    .option('--projects <names>', 'only these projects, separated by commas', list)
    .option('--target <name>', "the target to ask for (default: each project's testmon)")
    // Commands are loaded late, so that help and usage errors take no time.
    .action(async (flags: SelectFlags) =>
      end(await (await import('./select-command.js')).selectCommand(flags, io)),
    );
  program
    .command('explain')
    .argument('<test-file>', 'its path, from here or from the workspace root')
    .description('say why a test file would run now or be skipped, and what it depends on')
    .option('--project <name>', 'the project whose tests it is among (default: the one it lies in)')
    .action(async (file: string, flags: ExplainFlags) =>
      end(await (await import('./explain-command.js')).explainCommand(file, flags, io)),
    );
  return program;
}
