import { Command, Option } from 'commander';
import { addSetupCommands } from './add-setup-commands';
import type { CommandIo, ExitCode } from './command-io';
import type { CoverageFlags } from './coverage-command';
import type { DoctorFlags } from './doctor-command';
import type { ExplainFlags } from './explain-command';
import { addTaskFlags } from './option-flags';
import type { PlanFlags } from './plan-command';
import type { ReportFlags } from './report-command';
import type { RunFlags } from './run-command';
import type { SeedFlags } from './seed-command';
import type { SelectFlags } from './select-command';
import type { StatsFlags } from './stats-command';

export interface ProgramInput {
  readonly version: string;
  readonly io: CommandIo;
  /** What follows `--`. */
  readonly runnerWords: readonly string[];
  /** Called when a command has ended. */
  readonly end: (code: ExitCode) => void;
}

/**
 * The commands with their options, as `--help` lists them. What a command does is loaded late, so that help and
 * usage errors take no time.
 */
export function createProgram(input: ProgramInput): Command {
  const program = describeProgram(input);
  addRun(program, input);
  addSelect(program, input);
  addExplain(program, input);
  addPlan(program, input);
  addDoctor(program, input);
  addReport(program, input);
  addCoverage(program, input);
  addSeed(program, input);
  addStats(program, input);
  addMerge(program, input);
  addExport(program, input);
  addGc(program, input);
  addExec(program, input);
  addSetupCommands(program, input);
  return program;
}

function describeProgram({ version, io }: ProgramInput): Command {
  return new Command('testmon')
    .description(
      'Test impact analysis for TypeScript monorepos: run only the tests that a change can affect.',
    )
    .version(version, '-v, --version', 'Print the version')
    .exitOverride()
    .configureOutput({
      // Usage errors are reported as problems.
      outputError: () => {},
      writeOut: (text) => io.print(text.replace(/\n$/, '')),
      writeErr: (text) => io.printError(text.replace(/\n$/, '')),
    })
    .addHelpText(
      'after',
      '\nselect, explain, doctor, coverage and stats run no tests and write no files; plan writes its plan alone, report its page,\nand coverage the reports that --format asks for.\nExit codes: 0 success, 1 tests failed, 2 usage error, configuration error or internal error.',
    );
}

function addRun(program: Command, { io, runnerWords, end }: ProgramInput): void {
  const command = program
    .command('run')
    .usage('[options] [-- <test runner arguments>]')
    .description(
      'Run the tests that a change can affect, one project after another, and record their dependencies',
    )
    .option(...projectsOption)
    .option('--target <name>', 'Target to run (default: every test configuration of each project)')
    .option('-c, --configuration <name>', 'Target configuration to use')
    .option('--shard <name>', 'Shard of the plan (--plan) that this machine runs');
  addTaskFlags(command)
    .addHelpText('after', runHelp)
    .allowExcessArguments(false)
    .action(async (flags: RunFlags) =>
      end(await (await import('./run-command.js')).runCommand(flags, runnerWords, io)),
    );
}

function addSelect(program: Command, { io, end }: ProgramInput): void {
  program
    .command('select')
    .description('List the test files that would run now, and why')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .option('--target <name>', 'Target to inspect (default: testmon)')
    .action(async (flags: SelectFlags) =>
      end(await (await import('./select-command.js')).selectCommand(flags, io)),
    );
}

function addExplain(program: Command, { io, end }: ProgramInput): void {
  program
    .command('explain')
    .argument(
      '<file>',
      'Path of a test file; or a source file, with #name or :line behind it, or any other file. Relative to the working directory or the workspace root',
    )
    .description(
      'Show why a test file would run or be skipped and what it depends on; or which test files execute code or depend on a file',
    )
    .option('--json', 'Print JSON')
    .addOption(
      new Option(
        '--format <format>',
        'tree, or a graph in the language of Mermaid or Graphviz (default: tree)',
      ).choices(['tree', 'mermaid', 'dot']),
    )
    .option(
      projectsOption[0],
      'Projects to ask, separated by commas (default: for a test file the project that contains it, otherwise all)',
      projectsOption[2],
    )
    .action(async (file: string, flags: ExplainFlags) =>
      end(await (await import('./explain-command.js')).explainCommand(file, flags, io)),
    );
}

function addPlan(program: Command, { io, end }: ProgramInput): void {
  const command = program
    .command('plan')
    .description('Divide the selected test files of all projects into shards of equal time')
    .requiredOption('--shards <number>', 'How many shards, or auto')
    .option('--target-minutes <minutes>', 'With auto: test time of a shard (default: 10)')
    .option('--out <file>', 'File to write the plan to, for --plan on each machine')
    .option('--json', 'Print JSON: the shards, their expected time, and a matrix of their names')
    .option(...projectsOption)
    .option('--target <name>', 'Target to plan (default: every test configuration of each project)');
  addTaskFlags(command).action(async (flags: PlanFlags) =>
    end(await (await import('./plan-command.js')).planCommand(flags, io)),
  );
}

function addDoctor(program: Command, { io, end }: ProgramInput): void {
  program
    .command('doctor')
    .description(
      'Check the set-up, list why test files depend on more than they execute and read, and say what to do',
    )
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .option('--target <name>', 'Target to inspect (default: every test configuration of each project)')
    .action(async (flags: DoctorFlags) =>
      end(await (await import('./doctor-command.js')).doctorCommand(flags, io)),
    );
}

function addReport(program: Command, { io, end }: ProgramInput): void {
  program
    .command('report')
    .description('Write a page with what executions saved, what would run now and why, and what edits cost')
    .option('--out <file>', 'File to write (default: .testmon/report.html)')
    .option('--open', 'Open the page in the default browser')
    .option('--json', 'Print the data as JSON and write no file')
    .option(...projectsOption)
    .option('--target <name>', 'Target to report on (default: every test configuration of each project)')
    .action(async (flags: ReportFlags) =>
      end(await (await import('./report-command.js')).reportCommand(flags, io)),
    );
}

function addCoverage(program: Command, { io, end }: ProgramInput): void {
  program
    .command('coverage')
    .description('Report the coverage of the workspace from what test files executed when they last ran')
    .option('--format <names>', 'Report formats of Istanbul, separated by commas (default: text)', namesOf)
    .option(
      '--out-dir <folder>',
      'Folder for reports that are files (default: coverage in the workspace root)',
    )
    .option('--check <pairs>', 'Exit with 1 below these percentages, such as lines=80,functions=75', namesOf)
    .option('--fresh', 'Leave out test files whose executed code has changed since they ran')
    .option('--exclude <globs>', 'Files to leave out, separated by commas', namesOf)
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .action(async (flags: CoverageFlags) =>
      end(await (await import('./coverage-command.js')).coverageCommand(flags, io)),
    );
}

function addSeed(program: Command, { io, end }: ProgramInput): void {
  program
    .command('seed')
    .requiredOption('--base <commit>', 'Commit at which all tests passed, such as origin/main')
    .option(...projectsOption)
    .option('--target <name>', 'Target to seed (default: every test configuration of each project)')
    .description(
      'Assume that all tests passed at a commit, so that the first run can already skip test files',
    )
    .action(async (flags: SeedFlags) =>
      end(await (await import('./seed-command.js')).seedCommand(flags, io)),
    );
}

function addStats(program: Command, { io, end }: ProgramInput): void {
  program
    .command('stats')
    .description('Show the time saved by selection, by project and by day')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .action(async (flags: StatsFlags) =>
      end(await (await import('./stats-command.js')).statsCommand(flags, io)),
    );
}

function addMerge(program: Command, { io, end }: ProgramInput): void {
  program
    .command('merge')
    .argument('<sources...>', 'Record files, databases, or folders that contain them')
    .description('Merge records from shards, artifacts or other machines into the store of this workspace')
    .action(async (sources: string[]) =>
      end(await (await import('./store-commands.js')).mergeCommand(sources, io)),
    );
}

function addExport(program: Command, { io, end }: ProgramInput): void {
  program
    .command('export')
    .argument('<folder>', 'Folder to write the records to')
    .option(...projectsOption)
    .description('Write the store as record files that any other store can merge')
    .action(async (folder: string, flags: { projects?: string[] }) =>
      end(await (await import('./store-commands.js')).exportCommand(folder, flags, io)),
    );
}

function addGc(program: Command, { io, end }: ProgramInput): void {
  program
    .command('gc')
    .option(
      '--gone-days <days>',
      'Delete facts of test files that were removed more than this many days ago (default: 30)',
    )
    .description('Delete outdated facts from the store and free disk space')
    .action(async (flags: { goneDays?: string }) =>
      end(await (await import('./store-commands.js')).gcCommand(flags, io)),
    );
}

function addExec(program: Command, { io, runnerWords, end }: ProgramInput): void {
  program
    .command('exec')
    .usage('-- <command>')
    .description(
      'Run a command, such as turbo run test, and give all tasks that it starts the same execution ID',
    )
    .allowExcessArguments(false)
    .action(async () => end(await (await import('./exec-command.js')).execCommand(runnerWords, io)));
}

const projectsOption = [
  '--projects <names>',
  'Projects to include, separated by commas: names, globs, folders, tag:name in Nx, and ! to exclude (default: all)',
  namesOf,
] as const;

function namesOf(text: string): string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const runHelp = `
Runs the same tasks as \`nx run-many -t testmon\`, without Nx's scheduler: one project after another and without Nx's
cache. It does not build (dependsOn is not followed; build first if your tests need it) and loads no .env files. Each
option can also be set by an environment variable, such as NX_TESTMON_REPORT_FILE, which takes precedence.

  testmon run --projects cart,shop --nocollect
  testmon run --verify -- --reporter=dot

Exit codes: 0 passed, 1 tests failed, 2 usage error, configuration error, internal error, or with --verify a test
file that failed and would have been skipped.`;
