import type { Command } from 'commander';
import type { ProgramInput } from './program-input';
import type { SetupFlags } from '../commands/setup/setup-commands';

/** The commands `init` and `remove`, which change the files of a workspace without Nx. */
export function addSetupCommands(program: Command, { io, end }: ProgramInput): void {
  const load = () => import('../commands/setup/setup-commands.js');
  const dryRun = ['--dry-run', 'Print the changes without writing them'] as const;
  program
    .command('init')
    .description('Add nx-testmon to a workspace without Nx: scripts, turbo.json and .gitignore')
    .option('--json', 'Print JSON')
    .option(...dryRun)
    .action(async (flags: SetupFlags) => end(await (await load()).initCommand(flags, io)));
  program
    .command('remove')
    .description('Undo init, and list what remains to be removed')
    .option('--json', 'Print JSON')
    .option(...dryRun)
    .action(async (flags: SetupFlags) => end(await (await load()).removeCommand(flags, io)));
}
