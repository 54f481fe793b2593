import type { Command } from 'commander';
import type { ProgramInput } from './program-input';
import type { SetupFlags } from '../commands/setup/setup-commands';

/** The commands `init` and `remove`, which change the files of a workspace without Nx. */
export function addSetupCommands(program: Command, { io, end }: ProgramInput): void {
  const load = () => import('../commands/setup/setup-commands.js');
  const dryRun = ['--dry-run', 'Print what would be changed, and write nothing'] as const;
  program
    .command('init')
    .description('Add nx-testmon to a workspace without Nx: scripts, turbo.json and .gitignore')
    .option('--json', 'Print JSON')
    .option(...dryRun)
    .action(async (flags: SetupFlags) => end(await (await load()).initCommand(flags, io)));
  program
    .command('remove')
    .description('Undo what init has done, and list what is left')
    .option('--json', 'Print JSON')
    .option(...dryRun)
    .action(async (flags: SetupFlags) => end(await (await load()).removeCommand(flags, io)));
}
