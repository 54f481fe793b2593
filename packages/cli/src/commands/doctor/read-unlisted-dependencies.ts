import { readUnlisted, type UnlistedDependencies } from '@nx-testmon/engine';
import type { CommandIo } from '../../command-io';
import type { OpenedWorkspace } from '../../workspace/open-workspace';

/**
 * Finds what tests depend on, and whether Nx knows it. Empty if the store can't be read, which the check of
 * the store reports.
 *
 * @param names of the projects; all by default
 */
export async function readUnlistedDependencies(
  { workspace, graph, namedInputs }: OpenedWorkspace,
  names: readonly string[] | undefined,
  io: CommandIo,
): Promise<readonly UnlistedDependencies[]> {
  const read = await readUnlisted({
    workspace,
    projects: { ...graph, namedInputs: namedInputs() },
    names,
    io,
  });
  return read.ok ? read.unlisted : [];
}
