import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BlockKey,
  everyPackage,
  installationRoots,
  parseBlockId,
  parsePackageRequest,
  type ProblemOf,
  rethrowUnlessPathError,
} from '@nx-testmon/core';
import { createModuleGraph, openWorkspaceFiles, type WorkspaceModuleGraph } from '@nx-testmon/graph';
import { modelReader } from '../task/read-task/model-reader';
import type { TaskStore } from '../store/task-store';
import type { Task } from '../task/task';

/** Files that define the dependencies between projects, besides those of the projects themselves. */
const graphFiles = ['nx.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json', 'pnpm-workspace.yaml'];

/** Why a test file can't be assumed to pass. */
export type UntrustedPackage = ProblemOf<
  'base-file-changed' | 'package-not-locked' | 'package-version-changed'
>;

export interface TrustedPackages {
  /** Why a test file with these blocks can't be assumed to pass; `undefined` if it can. */
  whyNot(blocks: ReadonlyMap<BlockKey, string>): UntrustedPackage | undefined;
}

export interface PackagesToCompare {
  /** The task in the workspace. */
  readonly task: Task;
  /** Absolute path of the workspace at the base commit. */
  readonly baseRoot: string;
  readonly store: TaskStore;
  readonly clock: () => number;
}

/**
 * Compares the lockfiles of the workspace and the base commit. The packages of a test at the base commit are
 * resolved with the packages that are currently installed. This is only valid if both lockfiles agree on
 * every package of the test.
 */
export function readTrustedPackages({ task, baseRoot, store, clock }: PackagesToCompare): TrustedPackages {
  const { workspace, options } = task;
  const files = openWorkspaceFiles({
    root: workspace.root,
    installationRoots: installationRoots(workspace),
    cache: store.cache,
    reader: modelReader,
    clock,
  });
  const graph = createModuleGraph({
    files,
    workspace,
    project: task.project,
    ignoredPackages: options.ignoreDependencies,
  });
  const changed = findChangedGraphFile(workspace.root, baseRoot);
  return {
    whyNot(blocks) {
      for (const [block, hash] of blocks) {
        const problem = whyNotBlock(graph, changed, block, hash);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

/** @param changedFile one of {@link graphFiles} that has changed */
function whyNotBlock(
  graph: WorkspaceModuleGraph,
  changedFile: string | undefined,
  block: BlockKey,
  hash: string,
): UntrustedPackage | undefined {
  const id = parseBlockId(block);
  if (id?.kind === 'project' && changedFile !== undefined)
    return { kind: 'base-file-changed', path: changedFile };
  if (id?.kind !== 'package' || hash === 'ignored') return undefined;
  const { name } = parsePackageRequest(id.name);
  if (name !== everyPackage && !graph.isLocked(name)) return { kind: 'package-not-locked', name };
  const isSame = graph.isInstalledAsLocked(id.name) && graph.packageFingerprint(id.name).hash === hash;
  return isSame ? undefined : { kind: 'package-version-changed', name };
}

/** The first of {@link graphFiles} that differs between two checkouts, given by their absolute paths. */
export function findChangedGraphFile(root: string, baseRoot: string): string | undefined {
  return graphFiles.find((file) => textOf(root, file) !== textOf(baseRoot, file));
}

function textOf(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined;
  }
}
