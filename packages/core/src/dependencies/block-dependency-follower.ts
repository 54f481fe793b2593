import type { ModuleGraph } from '../graph/module-graph';
import type { BlockDependency } from '../model/module-model';
import type { ExportFollower } from './export-follower';
import type { Origin, Traversal } from './traversal';

/** Follows what a block depends on besides the names in it: imports in its code, mocks, patterns and assets. */
export class BlockDependencyFollower {
  /** Modules that are mocked. */
  readonly mocked = new Set<string>();
  private readonly graph: ModuleGraph;

  /** @param readsAreKnown whether all reads of the test file are known, so that assets need not be added */
  constructor(
    private readonly traversal: Traversal,
    private readonly exports: Pick<ExportFollower, 'use'>,
    private readonly readsAreKnown: boolean,
  ) {
    this.graph = traversal.graph;
  }

  follow(path: string, { kind, specifier }: BlockDependency, origin: Origin): void {
    switch (kind) {
      case 'asset':
        if (!this.readsAreKnown) this.traversal.addAll(this.graph.asset(path, specifier), origin.cause);
        return;
      case 'glob':
        return this.useAll(this.graph.glob(path, specifier), origin);
      case 'names':
        // The fingerprint of the block contains them.
        return;
      case 'import': {
        const resolution = this.graph.resolve(path, specifier);
        this.traversal.addResolution(path, specifier, resolution, origin.cause);
        return this.useAll(resolution.modules, origin);
      }
      case 'mock': {
        // A mock with a factory may replace a module that does not exist.
        const resolution = { ...this.graph.resolve(path, specifier), unknown: false };
        this.traversal.addResolution(path, specifier, resolution, origin.cause);
        for (const module of resolution.modules) this.mocked.add(module);
        return this.useAll([...resolution.modules, ...this.graph.mocks(path, specifier)], origin);
      }
    }
  }

  private useAll(targets: readonly string[], origin: Origin): void {
    for (const target of targets) this.traversal.defer(() => this.exports.use(target, '*', origin));
  }
}
