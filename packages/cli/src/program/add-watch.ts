import type { Command } from 'commander';
import { addTaskFlags } from './option-flags';
import type { ProgramInput } from './program-input';
import { projectsOption } from './projects-option';
import { ROUNDS_COMMAND } from '../commands/watch/rounds/round-messages';
import type { RunFlags } from '../commands/run/find-run';

/** The command `watch`, and the hidden command that it starts for its rounds. */
export function addWatch(program: Command, { io, runnerWords, end }: ProgramInput): void {
  const command = program
    .command('watch')
    .usage('[options] [-- <test runner arguments>]')
    .description('Run the tests that a change can affect, now and after each change of a file')
    .option('--json', 'Print one JSON object for each round')
    .option(...projectsOption)
    .option('--target <name>', 'Target to run (default: every test configuration of each project)')
    .option('-c, --configuration <name>', 'Target configuration to use');
  addTaskFlags(command)
    .addHelpText('after', watchHelp)
    .allowExcessArguments(false)
    .action(async (flags: RunFlags) =>
      end(await (await import('../commands/watch/watch-command.js')).watchCommand(flags, runnerWords, io)),
    );
  program
    .command(ROUNDS_COMMAND, { hidden: true })
    .action(async () =>
      end(await (await import('../commands/watch/rounds/rounds-command.js')).roundsCommand(io)),
    );
}

const watchHelp = `
Runs as \`testmon run\` does, with the same options and the same store, and prints one line for each round. Watches the
files that git does not ignore. In a terminal, press h for the keys.

Exit codes: 0 no round has failed, 1 tests failed in a round, 2 usage error, configuration error or internal error.`;
