import { basename, dirname, join } from 'node:path/posix';
import {
  type BlockId,
  type BlockKey,
  everyPackage,
  isBlockOf,
  isInside,
  isLockfileName,
  type ModuleGraph,
  parseBlockId,
} from '@nx-testmon/core';
import { isDeclaredBy, Memo } from '@nx-testmon/graph';
import type { SourceRelation } from './source-explanation';

/**
 * How a test file that depends on a block depends on one file; `undefined` if the block does not concern the
 * file.
 */
export type FileRelation = (block: BlockKey) => SourceRelation | undefined;

export interface FileInSuite {
  /** Relative to the workspace root. */
  readonly path: string;
  /**
   * Whether a test file of the suite loads it as a module. If so, it is not one of the data files that count
   * as a group.
   */
  readonly isModule: boolean;
}

/** Looks up each block once, however many facts contain it. */
export function createFileRelation(graph: ModuleGraph, file: FileInSuite): FileRelation {
  const finder = new RelationFinder(graph, file);
  const relations = new Memo((block: BlockKey) => {
    const id = parseBlockId(block);
    return id && finder.find(id);
  });
  return (block) => relations.get(block);
}

class RelationFinder {
  private readonly folder: string;
  private readonly owner: string | undefined;
  private readonly isLockfile: boolean;

  constructor(
    private readonly graph: ModuleGraph,
    private readonly file: FileInSuite,
  ) {
    const { path } = file;
    this.folder = dirname(path);
    this.owner = graph.projectOf(path);
    this.isLockfile = isLockfileName(basename(path));
  }

  find(id: BlockId): SourceRelation | undefined {
    const { path, isModule } = this.file;
    if (isBlockOf(id, 'code', 'loads')) return id.module === path ? 'loads' : undefined;
    switch (id.kind) {
      case 'file':
      case 'read':
      case 'find':
        return id.path === path ? 'reads' : undefined;
      case 'folder':
        return isInside(id.path, path) ? 'reads' : undefined;
      case 'list':
        return id.path === this.folder ? 'lists' : undefined;
      case 'resolution':
        return id.module === path ? 'configured' : undefined;
      case 'emit':
        return this.isTsconfigOf(id.module) ? 'configured' : undefined;
      case 'package':
        if (!this.isLockfile) return undefined;
        return id.name === everyPackage ? 'group' : 'packages';
      case 'data':
        return !isModule && !this.isLockfile && id.folder === this.folder ? 'group' : undefined;
      case 'project':
        return !this.isLockfile && this.isOfProject(id.name) ? 'group' : undefined;
      case 'declared':
        return isDeclaredBy(id.glob, path) ? 'group' : undefined;
      case 'variable':
        return undefined;
      default:
        return id satisfies never;
    }
  }

  /** @param module `<folder>/tsconfig`, which stands for the nearest tsconfig files */
  private isTsconfigOf(module: string): boolean {
    return /(?:^|\/)tsconfig[^/]*\.json$/.test(this.file.path) && module === join(this.folder, 'tsconfig');
  }

  private isOfProject(project: string): boolean {
    if (this.owner === undefined) return false;
    return project === this.owner || this.graph.projectDependencies(project).includes(this.owner);
  }
}
