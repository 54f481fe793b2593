import { Command, CommanderError } from 'commander';
import type { CommandIo, ExitCode } from './command-io';
import type { ExplainFlags } from './explain-command';
import { addTaskFlags } from './option-flags';
import type { RunFlags } from './run-command';
import type { SeedFlags } from './seed-command';
import type { SelectFlags } from './select-command';
import type { StatsFlags } from './stats-command';

/**
 * Runs one command line.
 *
 * @param args without the program's own name
 * @returns the process's exit code; usage errors are 2, as all that keeps a question from its answer
 */
export async function runCli(args: readonly string[], version: string, io: CommandIo): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const { own, runnerWords } = splitAtDashes(args);
  const program = createProgram(version, io, runnerWords, (code) => (exitCode = code));
  try {
    await program.parseAsync(own, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}

/** `run` and `exec` hand words on; for the other commands `--` means what it always does. */
function splitAtDashes(args: readonly string[]): { own: string[]; runnerWords: string[] } {
  const end = args[0] === 'run' || args[0] === 'exec' ? args.indexOf('--') : -1;
  return end < 0
    ? { own: [...args], runnerWords: [] }
    : { own: args.slice(0, end), runnerWords: args.slice(end + 1) };
}

/** The commands with their options, as `--help` lists them. */
export function createProgram(
  version: string,
  io: CommandIo,
  runnerWords: readonly string[],
  end: (code: ExitCode) => void,
): Command {
  const program = new Command('testmon')
    .description('Which tests can a change affect, why, and how do they end.')
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.print(text.replace(/\n$/, '')),
      writeErr: (text) => io.printError(text.replace(/\n$/, '')),
    })
    .showHelpAfterError('(testmon --help lists the commands)')
    .addHelpText(
      'after',
      "\nselect, explain and stats run no test and write nothing.\nExit codes: run ends with the tests' own; 0 answered, 2 wrong usage or a failure.",
    );
  const list = (text: string) =>
    text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  addTaskFlags(
    program
      .command('run')
      .usage('[options] [-- <arguments of the test runner>]')
      .description(
        'run the tests that changes can affect, project by project, and record what they depend on',
      )
      .option('--projects <names>', 'only these projects, separated by commas', list)
      .option(
        '--target <name>',
        "only the targets of this name (default: each project's test configurations)",
      )
      .option('-c, --configuration <name>', 'a configuration of the targets'),
  )
    .addHelpText('after', runHelp)
    .showHelpAfterError('(testmon run --help lists the options; those of the test runner come after --)')
    .allowExcessArguments(false)
    .action(async (flags: RunFlags) =>
      end(await (await import('./run-command.js')).runCommand(flags, runnerWords, io)),
    );
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
  program
    .command('seed')
    .requiredOption('--base <commit>', 'where all tests passed, such as origin/main')
    .option('--projects <names>', 'only these projects, separated by commas', list)
    .option('--target <name>', "only the targets of this name (default: each project's test configurations)")
    .description(
      'take it on your word that the tests of a commit passed, so that the first run skips already',
    )
    .action(async (flags: SeedFlags) =>
      end(await (await import('./seed-command.js')).seedCommand(flags, io)),
    );
  program
    .command('stats')
    .description('say what selection saved over time, by project and by day')
    .option('--json', 'print one JSON document')
    .option('--projects <names>', 'only these projects, separated by commas', list)
    .action(async (flags: StatsFlags) =>
      end(await (await import('./stats-command.js')).statsCommand(flags, io)),
    );
  addStoreCommands(program, io, list, end);
  program
    .command('exec')
    .usage('-- <command>')
    .description('run any command, such as turbo run test, and hand one execution id to all tasks it starts')
    .allowExcessArguments(false)
    .action(async () => end(await (await import('./exec-command.js')).execCommand(runnerWords, io)));
  return program;
}

function addStoreCommands(
  program: Command,
  io: CommandIo,
  list: (text: string) => string[],
  end: (code: ExitCode) => void,
): void {
  const commands = () => import('./store-commands.js');
  program
    .command('merge')
    .argument('<sources...>', 'records, stores, or folders of them')
    .description('add what shards, artifacts or other machines recorded to the store of this workspace')
    .action(async (sources: string[]) => end(await (await commands()).mergeCommand(sources, io)));
  program
    .command('export')
    .argument('<folder>', 'where the records go')
    .option('--projects <names>', 'only these projects, separated by commas', list)
    .description('write what the store knows as records, which any store can merge')
    .action(async (folder: string, flags: { projects?: string[] }) =>
      end(await (await commands()).exportCommand(folder, flags, io)),
    );
  program
    .command('gc')
    .option('--gone-days <days>', 'forget test files that are gone for so many days (default: 30)')
    .description('remove what no run will ask for again from the store, and give the space back')
    .action(async (flags: { goneDays?: string }) => end(await (await commands()).gcCommand(flags, io)));
}

const runHelp = `
The same task as \`nx run-many -t testmon\`, without Nx's scheduler: projects run one after another, nothing is
taken from Nx's cache, dependsOn is not followed (it does not build: build first where tests need it), and no
.env file is loaded. Each option has a variable, such as NX_TESTMON_REPORT_FILE, which wins.

  testmon run --projects cart,shop --nocollect
  testmon run --verify -- --reporter=dot

Exit codes: 0 passed, 1 tests failed, 2 wrong usage, a failure, or a test file that --verify found missed.`;
