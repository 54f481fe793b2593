import type { ProblemOf } from '@nx-testmon/core';
import type { CommandIo } from './command-io';
import { openWorkspace } from './open-workspace';

/**
 * Which of these are no projects of the workspace. `undefined` if all are, and if the projects can't be read: the
 * caller needs only the store.
 */
export async function findUnknownProjects(
  names: readonly string[],
  io: CommandIo,
): Promise<ProblemOf<'unknown-project'> | undefined> {
  if (names.length === 0) return undefined;
  const opened = await openWorkspace(io);
  if (!opened.ok) return undefined;
  const known = Object.keys(opened.graph.nodes);
  const projects = names.filter((name) => !known.includes(name));
  if (projects.length === 0) return undefined;
  return { kind: 'unknown-project', projects, ...(opened.kind === 'nx' ? {} : { known }) };
}
