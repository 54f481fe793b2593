import { formatMessageLine, printableJson } from '@nx-testmon/core';
import { readStats, storePaths } from '@nx-testmon/engine';
import { type CommandIo, type ExitCode, fail } from '../../command-io';
import { findStoredProjects } from '../../workspace/find-stored-projects';
import { findWorkspaceRoot } from '../../workspace/find-workspace-root';
import { renderStats } from './render-stats';

export interface StatsFlags {
  readonly json?: boolean;
  readonly projects?: readonly string[];
}

/** Prints the time that selection saved. Writes nothing. */
export async function statsCommand({ json, projects }: StatsFlags, io: CommandIo): Promise<ExitCode> {
  const root = findWorkspaceRoot(io.cwd);
  if (root === undefined) return fail(io, { kind: 'no-workspace', folder: io.cwd });
  const read = (some?: readonly string[]) => readStats(storePaths(root.folder, io.env), io.clock(), some);
  const all = await read();
  // A deleted project may still have runs.
  const stored = all.projects.map(({ project }) => project);
  const chosen = await findStoredProjects(projects, stored, io);
  if (!chosen.ok) return fail(io, chosen.problem);
  const { notes, ...stats } = chosen.projects === undefined ? all : await read(chosen.projects);
  for (const note of notes) io.printError(formatMessageLine(note));
  io.print(json === true ? printableJson(stats, 2) : renderStats(stats));
  return 0;
}
