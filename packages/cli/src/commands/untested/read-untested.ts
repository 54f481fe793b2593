import { type Failure, isInside, type Workspace } from '@nx-testmon/core';
import { findUntested, isModulePath, readChangedLines, type UntestedChanges } from '@nx-testmon/engine';
import type { CommandIo } from '../../command-io';
import type { RefusedTask } from '../../targets/create-task';
import { findTargets } from '../../targets/find-targets';
import type { OpenedWorkspace } from '../../workspace/open-workspace';
import { gatherCoverage } from '../coverage/gather-coverage';

/** The changes to inspect: by default, all uncommitted changes of all projects. */
export interface UntestedRequest {
  readonly base?: string | undefined;
  readonly projects?: readonly string[] | undefined;
}

export type UntestedResult =
  | {
      readonly ok: true;
      readonly untested: UntestedChanges;
      /** Tasks for which it is unknown what they executed. */
      readonly refused: readonly RefusedTask[];
    }
  | Failure;

export const uncommitted = 'HEAD';

/**
 * Compares changed lines with the code that test files executed. Runs no test and writes nothing. The store is
 * only read if a module has changed.
 */
export async function readUntested(
  { graph, kind, workspace }: OpenedWorkspace,
  { base = uncommitted, projects }: UntestedRequest,
  io: CommandIo,
): Promise<UntestedResult> {
  const changed = await readChangedLines(workspace.root, base, io.env);
  if (!changed.ok) return changed;
  const roots = rootsOf(workspace, projects);
  const paths = new Set(
    [...changed.lines.keys()].filter(
      (path) => isModulePath(path) && roots.some((root) => isInside(root, path)),
    ),
  );
  if (paths.size === 0) return { ok: true, untested: { base, code: [], unknown: [] }, refused: [] };
  // Test files of every project may execute the code of the requested ones.
  const found = findTargets(graph, { kind, all: true });
  if (!found.ok) return found;
  const request = { workspace, projects, isFresh: false, exclude: [] };
  const { result, refused } = await gatherCoverage(request, found.targets, io, (reader) =>
    reader.readUnexecuted(paths),
  );
  const code = findUntested(result.unexecuted, changed.lines);
  return { ok: true, untested: { base, code, unknown: result.unknown }, refused };
}

function rootsOf({ projects }: Workspace, names: readonly string[] | undefined): string[] {
  return projects.filter(({ name }) => names?.includes(name) ?? true).map(({ root }) => root);
}

/** Adds the tasks that are not known to be refused yet. */
export function withRefused(
  known: readonly RefusedTask[],
  others: readonly RefusedTask[],
): readonly RefusedTask[] {
  const names = new Set(known.map(({ name }) => name));
  return [...known, ...others.filter(({ name }) => !names.has(name))];
}
