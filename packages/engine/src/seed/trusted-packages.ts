import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BlockKey, parseBlockId, type Workspace } from '@nx-testmon/core';
import { createModuleGraph, openWorkspaceFiles } from '@nx-testmon/graph';
import type { TaskStore } from '../store/task-store';

/** Files that say which project depends on which, beside those of the projects themselves. */
const graphFiles = ['nx.json', 'package.json', 'tsconfig.json', 'tsconfig.base.json', 'pnpm-workspace.yaml'];

export interface TrustedPackages {
  /**
   * Why what a base commit says can't be taken for what passed there, seen from its blocks; `undefined` where
   * nothing speaks against it.
   */
  doubt(blocks: ReadonlyMap<BlockKey, string>): string | undefined;
}

/**
 * What a test resolves to at a base commit is computed with what is installed now: it stands only where the
 * lockfiles of both agree on every package of the test.
 */
export function readTrustedPackages(
  workspace: Workspace,
  baseRoot: string,
  ignoredPackages: readonly string[],
  store: TaskStore,
  now: () => number,
): TrustedPackages {
  const files = openWorkspaceFiles({ root: workspace.root, cache: store.cache, now });
  const graph = createModuleGraph({ files, workspace, ignoredPackages });
  const changed = graphFiles.find((file) => textOf(workspace.root, file) !== textOf(baseRoot, file));

  function doubtOf(block: BlockKey, hash: string): string | undefined {
    const id = parseBlockId(block);
    if (id?.kind === 'project' && changed !== undefined)
      return `${changed} is not what it was, and the test depends on whole projects`;
    if (id?.kind !== 'package' || hash === 'ignored') return undefined;
    const { name } = id;
    if (!graph.isLocked(name)) return `no lockfile says which ${name} was installed`;
    const isSame = graph.packageFingerprint(name).hash === hash;
    return isSame ? undefined : `the lockfile has another ${name}, or another package that it needs`;
  }

  return {
    doubt(blocks) {
      for (const [block, hash] of blocks) {
        const doubt = doubtOf(block, hash);
        if (doubt !== undefined) return doubt;
      }
      return undefined;
    },
  };
}

function textOf(root: string, file: string): string | undefined {
  try {
    return readFileSync(join(root, file), 'utf8');
  } catch {
    return undefined;
  }
}
