import { printableJson } from '@nx-testmon/core';
import { readStats, storePaths } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from './command-io';
import { findUnknownProjects } from './find-unknown-projects';
import { findWorkspaceRoot } from './find-workspace-root';
import { renderStats } from './render-stats';

export interface StatsFlags {
  readonly json?: boolean;
  readonly projects?: readonly string[];
}

/** Prints what selection saved over time, and writes nothing. */
export async function statsCommand({ json, projects }: StatsFlags, io: CommandIo): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const { notes, ...stats } = await readStats(storePaths(root.folder, io.env), io.now(), projects);
  // A project that is gone may still have runs.
  const withoutRuns =
    projects?.filter((name) => !stats.projects.some(({ project }) => project === name)) ?? [];
  const unknown = await findUnknownProjects(withoutRuns, io);
  if (unknown) return fail(io, unknown);
  for (const note of notes) io.printError(`testmon: ${note}`);
  io.print(json === true ? printableJson(stats, 2) : renderStats(stats));
  return 0;
}
