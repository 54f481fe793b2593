import type { Command } from 'commander';
import type { ProgramInput } from './program-input';
import { projectsOption } from './projects-option';
import type { AuditFlags } from '../commands/audit/audit-command';
import type { SeedFlags } from '../commands/store/seed-command';
import type { ExportFlags, GarbageFlags, MaintenanceFlags } from '../commands/store/store-commands';

/** The commands that change or copy the store. */
export function addStoreCommands(program: Command, input: ProgramInput): void {
  addAudit(program, input);
  addSeed(program, input);
  addMerge(program, input);
  addExport(program, input);
  addGc(program, input);
}

function addAudit(program: Command, { io, end }: ProgramInput): void {
  program
    .command('audit')
    .description(
      'List the projects whose selection an audit (run --audit) has turned off, and turn it on again',
    )
    .option('--clear', 'Turn the selection on again')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .action(async (flags: AuditFlags) =>
      end(await (await import('../commands/audit/audit-command.js')).auditCommand(flags, io)),
    );
}

function addSeed(program: Command, { io, end }: ProgramInput): void {
  program
    .command('seed')
    .requiredOption('--base <commit>', 'Commit at which all tests passed, such as origin/main')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .option('--target <name>', 'Target to seed (default: every test configuration of each project)')
    .description(
      'Assume that all tests passed at a commit, so that the first run can already skip test files',
    )
    .action(async (flags: SeedFlags) =>
      end(await (await import('../commands/store/seed-command.js')).seedCommand(flags, io)),
    );
}

function addMerge(program: Command, { io, end }: ProgramInput): void {
  program
    .command('merge')
    .argument('<sources...>', 'Record files, databases, or folders that contain them')
    .description('Merge records from shards, artifacts or other machines into the store of this workspace')
    .option('--json', 'Print JSON')
    .action(async (sources: string[], flags: MaintenanceFlags) =>
      end(await (await import('../commands/store/store-commands.js')).mergeCommand(sources, flags, io)),
    );
}

function addExport(program: Command, { io, end }: ProgramInput): void {
  program
    .command('export')
    .argument('<folder>', 'Folder to write the records to')
    .option('--json', 'Print JSON')
    .option(...projectsOption)
    .description('Write the store as record files that any other store can merge')
    .action(async (folder: string, flags: ExportFlags) =>
      end(await (await import('../commands/store/store-commands.js')).exportCommand(folder, flags, io)),
    );
}

function addGc(program: Command, { io, end }: ProgramInput): void {
  program
    .command('gc')
    .option(
      '--gone-days <days>',
      'Delete facts of test files that were removed more than this many days ago (default: 30)',
    )
    .option('--json', 'Print JSON')
    .description('Delete outdated facts from the store and free disk space')
    .action(async (flags: GarbageFlags) =>
      end(await (await import('../commands/store/store-commands.js')).gcCommand(flags, io)),
    );
}
