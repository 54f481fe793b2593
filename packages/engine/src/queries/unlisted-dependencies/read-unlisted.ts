import { type Failure, installationRoots, type Workspace } from '@nx-testmon/core';
import { openWorkspaceFiles } from '@nx-testmon/graph';
import { openStoreSnapshot, refuseStore } from '@nx-testmon/store';
import { modelReader } from '../../task/read-task/model-reader';
import { storePaths } from '../../store/task-store';
import type { TaskIo } from '../../task/task-io';
import { findUnlisted, type UnlistedDependencies } from './find-unlisted';
import type { NxProjects } from './nx-projects';
import { readUsesOfTests, type UsesOfTests } from './uses-of-tests';

export interface UnlistedRequest {
  readonly workspace: Workspace;
  readonly projects: NxProjects;
  /** Names of the projects to check; all by default. */
  readonly names?: readonly string[] | undefined;
  readonly io: Pick<TaskIo, 'env' | 'clock'>;
}

/**
 * Finds what the tests of each project depend on without Nx knowing it, by their newest facts. Runs no test
 * and writes nothing.
 */
export async function readUnlisted(
  request: UnlistedRequest,
): Promise<{ readonly ok: true; readonly unlisted: readonly UnlistedDependencies[] } | Failure> {
  const { workspace, projects, names = Object.keys(projects.nodes), io } = request;
  const paths = storePaths(workspace.root, io.env);
  const refusal = refuseStore(paths);
  if (refusal) return { ok: false, problem: refusal };
  const opened = await openStoreSnapshot({ file: paths.database, timeoutMs: 5_000, now: io.clock() });
  if (!opened.ok) return opened;
  using snapshot = opened.snapshot;
  const files = openWorkspaceFiles({
    root: workspace.root,
    installationRoots: installationRoots(workspace),
    cache: { file: () => undefined, model: () => undefined },
    reader: modelReader,
    clock: io.clock,
  });
  const uses: readonly UsesOfTests[] = readUsesOfTests(snapshot, new Set(names), (path) =>
    files.isListed(path),
  );
  return { ok: true, unlisted: findUnlisted(uses, projects, files) };
}
