import { type Command, Option } from 'commander';
import type { CoverageFlags } from '../commands/coverage/coverage-command';
import type { DoctorFlags } from '../commands/doctor/doctor-command';
import type { ExplainFlags } from '../commands/explain/explain-command';
import type { FlakyFlags } from '../commands/flaky/flaky-command';
import type { ProgramInput } from './program-input';
import { namesOf, projectsOption } from './projects-option';
import type { ReportFlags } from '../commands/report/report-command';
import type { SelectFlags } from '../commands/select/select-command';
import type { StatsFlags } from '../commands/stats/stats-command';

/** The commands that run no tests and report on the selection, the setup, the code and the time saved. */
export function addQueryCommands(program: Command, input: ProgramInput): void {
  addSelect(program, input);
  addExplain(program, input);
  addDoctor(program, input);
  addReport(program, input);
  addCoverage(program, input);
  addFlaky(program, input);
  addStats(program, input);
}

function addSelect(program: Command, { io, end }: ProgramInput): void {
  program
    .command('select')
    .description('List the test files that would run now, and why')
    .option('--json', 'Print JSON')
    .addOption(
      new Option('--files', 'Print only the paths of the selected test files, one per line').conflicts([
        'json',
        'untested',
        'failOnUntested',
      ]),
    )
    .option(...projectsOption)
    .option('--target <name>', 'Target to inspect (default: testmon)')
    .option('--untested', 'List changed functions and branches that no test file executed when it last ran')
    .option('--base <commit>', 'With --untested: commit to compare with (default: HEAD)')
    .option('--fail-on-untested', 'Exit with 1 if untested changes are found')
    .action(async (flags: SelectFlags) =>
      end(await (await import('../commands/select/select-command.js')).selectCommand(flags, io)),
    );
}

function addExplain(program: Command, { io, end }: ProgramInput): void {
  program
    .command('explain')
    .argument(
      '<file>',
      'Test file, source file (optionally with #name or :line), or any other file, relative to the working directory or the workspace root',
    )
    .description(
      'Show why a test file would run or be skipped and what it depends on; or which test files execute code or depend on a file',
    )
    .option('--json', 'Print JSON')
    .addOption(
      new Option('--format <format>', 'tree, or a graph for Mermaid or Graphviz (default: tree)').choices([
        'tree',
        'mermaid',
        'dot',
      ]),
    )
    .option(
      projectsOption[0],
      'Projects to search, separated by commas (default: the project of a test file; otherwise all)',
      projectsOption[2],
    )
    .action(async (file: string, flags: ExplainFlags) =>
      end(await (await import('../commands/explain/explain-command.js')).explainCommand(file, flags, io)),
    );
}

function addDoctor(program: Command, { version, io, end }: ProgramInput): void {
  program
    .command('doctor')
    .description(
      'Check the setup, list why test files run too often and what Nx does not know, and suggest what to do; exit with 1 if something must be fixed',
    )
    .option('--json', 'Print JSON')
    .option('--report', 'Print a summary without names and paths, for a bug report')
    .option(...projectsOption)
    .option('--target <name>', 'Target to inspect (default: every test configuration of each project)')
    .action(async (flags: DoctorFlags) =>
      end(await (await import('../commands/doctor/doctor-command.js')).doctorCommand(flags, version, io)),
    );
}

function addReport(program: Command, { io, end }: ProgramInput): void {
  program
    .command('report')
    .description(
      'Write a page with what executions saved, what would run now and why, what edits cost, and which changes are untested',
    )
    .option('--out <file>', 'File to write (default: .testmon/report.html)')
    .option('--open', 'Open the page in the default browser')
    .option('--json', 'Print the data as JSON and write no file')
    .option('--base <commit>', 'Commit to compare untested changes with (default: HEAD)')
    .option(...projectsOption)
    .option('--target <name>', 'Target to report on (default: every test configuration of each project)')
    .action(async (flags: ReportFlags) =>
      end(await (await import('../commands/report/report-command.js')).reportCommand(flags, io)),
    );
}

function addCoverage(program: Command, { io, end }: ProgramInput): void {
  program
    .command('coverage')
    .description('Report the coverage of the workspace from what test files executed when they last ran')
    .option('--format <names>', 'Istanbul report formats, separated by commas (default: text)', namesOf)
    .option('--out-dir <folder>', 'Output folder for file reports (default: coverage in the workspace root)')
    .option('--check <pairs>', 'Exit with 1 below these percentages, such as lines=80,functions=75', namesOf)
    .option('--fresh', 'Exclude test files whose executed code has changed since they ran')
    .option('--exclude <globs>', 'Files to exclude, separated by commas', namesOf)
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .action(async (flags: CoverageFlags) =>
      end(await (await import('../commands/coverage/coverage-command.js')).coverageCommand(flags, io)),
    );
}

function addFlaky(program: Command, { io, end }: ProgramInput): void {
  program
    .command('flaky')
    .description('List the test files that passed and failed with the same code')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .action(async (flags: FlakyFlags) =>
      end(await (await import('../commands/flaky/flaky-command.js')).flakyCommand(flags, io)),
    );
}

function addStats(program: Command, { io, end }: ProgramInput): void {
  program
    .command('stats')
    .description('Show the time saved by selection, by project and by day')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .action(async (flags: StatsFlags) =>
      end(await (await import('../commands/stats/stats-command.js')).statsCommand(flags, io)),
    );
}
