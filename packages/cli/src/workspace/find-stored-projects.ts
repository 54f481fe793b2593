import type { CommandIo } from '../command-io';
import { type ChosenProjects, chooseProjects } from './match-projects';
import { openWorkspace } from './open-workspace';

/**
 * The projects that patterns select, for a command that only needs the store. If the projects can't be read,
 * the patterns are used as names.
 *
 * @param stored names that the store knows, including those of deleted projects
 */
export async function findStoredProjects(
  patterns: readonly string[] | undefined,
  stored: readonly string[],
  io: CommandIo,
): Promise<ChosenProjects> {
  if (patterns === undefined) return { ok: true };
  if (patterns.every((pattern) => stored.includes(pattern))) return { ok: true, projects: patterns };
  const opened = await openWorkspace(io);
  if (!opened.ok) return { ok: true, projects: patterns };
  const gone = Object.fromEntries(stored.map((name) => [name, { data: { root: name } }]));
  const nodes = { ...gone, ...opened.graph.nodes };
  return chooseProjects({ ...opened, graph: { ...opened.graph, nodes } }, patterns);
}
