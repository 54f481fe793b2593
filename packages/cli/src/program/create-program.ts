import { Command } from 'commander';
import { addQueryCommands } from './add-query-commands';
import { addSetupCommands } from './add-setup-commands';
import { addStoreCommands } from './add-store-commands';
import { addWatch } from './add-watch';
import { addTaskFlags } from './option-flags';
import type { ExecutionFlags } from '../commands/exec/exec-command';
import type { PlanFlags } from '../commands/plan/plan-command';
import type { ProgramInput } from './program-input';
import { projectsOption } from './projects-option';
import type { RunFlags } from '../commands/run/find-run';

/**
 * The commands with their options, as `--help` lists them. The code of a command is loaded when it runs, so
 * that help and usage errors are fast.
 */
export function createProgram(input: ProgramInput): Command {
  const program = describeProgram(input);
  addRun(program, input);
  addWatch(program, input);
  addPlan(program, input);
  addQueryCommands(program, input);
  addStoreCommands(program, input);
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
      '\nselect, explain, plan, doctor, report, coverage, flaky, audit and stats run no tests. audit writes only with --clear, plan only its plan,\nreport only its page, and coverage only the reports requested with --format; the others write no files. In a job of GitHub Actions,\nselect --untested adds to the job summary.\nExit codes: 0 success, 1 tests failed, 2 usage error, configuration error, internal error, or with --verify or\n--audit a test file that failed and would have been skipped.',
    );
}

function addRun(program: Command, { io, runnerWords, end }: ProgramInput): void {
  const command = program
    .command('run')
    .usage('[options] [-- <test runner arguments>]')
    .description(
      'Run the tests that a change can affect, one project after another, and record their dependencies',
    )
    .option('--json', 'Print the result as JSON, and everything else to standard error')
    .option(...projectsOption)
    .option('--target <name>', 'Target to run (default: every test configuration of each project)')
    .option('-c, --configuration <name>', 'Target configuration to use')
    .option('--shard <name>', 'Shard of the plan (--plan) to run on this machine')
    .option('--untested', 'After the run, list changed functions and branches that no test file executed')
    .option('--base <commit>', 'With --untested: commit to compare with (default: HEAD)');
  addTaskFlags(command)
    .addHelpText('after', runHelp)
    .allowExcessArguments(false)
    .action(async (flags: RunFlags) =>
      end(await (await import('../commands/run/run-command.js')).runCommand(flags, runnerWords, io)),
    );
}

function addPlan(program: Command, { io, end }: ProgramInput): void {
  const command = program
    .command('plan')
    .description('Divide the selected test files of all projects into shards of equal time')
    .requiredOption('--shards <number>', 'Number of shards, or auto')
    .option(
      '--target-minutes <minutes>',
      'With --shards auto: target test time per shard, in minutes (default: 10)',
    )
    .option('--out <file>', 'File to write the plan to, for --plan on each machine')
    .option('--json', 'Print JSON: the shards, their expected time, and a matrix of their names')
    .option(...projectsOption)
    .option('--target <name>', 'Target to plan (default: every test configuration of each project)');
  addTaskFlags(command).action(async (flags: PlanFlags) =>
    end(await (await import('../commands/plan/plan-command.js')).planCommand(flags, io)),
  );
}

function addExec(program: Command, { io, runnerWords, end }: ProgramInput): void {
  program
    .command('exec')
    .usage('[options] -- <command>')
    .description(
      'Run a command, such as turbo run test, and give all tasks that it starts the same execution ID',
    )
    .option('--json', 'Print the result as JSON, and the output of the command to standard error')
    .allowExcessArguments(false)
    .action(async (flags: ExecutionFlags) =>
      end(await (await import('../commands/exec/exec-command.js')).execCommand(runnerWords, flags, io)),
    );
}

const runHelp = `
Runs the same tasks as \`nx run-many -t testmon\`, without Nx's scheduler: one project after another and without Nx's
cache. It does not build (dependsOn is not followed; build first if your tests need it) and loads no .env files. Each
option can also be set by an environment variable, such as NX_TESTMON_REPORT_FILE, which takes precedence.

  testmon run --projects cart,shop --nocollect
  testmon run --verify -- --reporter=dot

Exit codes: 0 passed, 1 tests failed, 2 usage error, configuration error, internal error, or with --verify or
--audit a test file that failed and would have been skipped.`;
