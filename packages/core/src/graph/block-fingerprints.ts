import { digestParts } from '../model/digest';
import type { BlockDependency, BlockModel, ModuleModel } from '../model/module-model';
import type { NameTable } from '../model/name-table';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ModuleGraph } from './module-graph';
import { describeResolution, ownEntry, indexModule, type ModuleIndex } from './module-index';

/** The blocks of a module graph with their digests, each computed once. */
export class BlockFingerprints {
  private readonly indexes = new Map<ModuleModel, ModuleIndex>();
  private readonly fingerprints = new Map<string, Map<BlockModel, Fingerprint>>();

  constructor(
    private readonly graph: ModuleGraph,
    private readonly names: NameTable,
  ) {}

  index(model: ModuleModel): ModuleIndex {
    let index = this.indexes.get(model);
    if (!index) this.indexes.set(model, (index = indexModule(model)));
    return index;
  }

  /**
   * Digest of the content of a block and the targets of the names in it. Therefore, a new file that shadows an import
   * changes every block that uses the import.
   */
  fingerprint(path: string, model: ModuleModel, block: BlockModel): Fingerprint {
    let ofModule = this.fingerprints.get(path);
    if (!ofModule) this.fingerprints.set(path, (ofModule = new Map<BlockModel, Fingerprint>()));
    let fingerprint = ofModule.get(block);
    if (!fingerprint) {
      const name = this.names.intern(formatBlockId({ kind: 'block', module: path, name: block.name }));
      fingerprint = { block: name, hash: computeBlockHash(this.graph, path, model, block) };
      ofModule.set(block, fingerprint);
    }
    return fingerprint;
  }
}

function computeBlockHash(graph: ModuleGraph, path: string, model: ModuleModel, block: BlockModel): string {
  const targets = new Set<string>();
  for (const { name } of block.references) {
    const binding = ownEntry(model.bindings, name);
    if (!binding) continue;
    targets.add(`${name} ${binding.name} ${describeResolution(graph.resolve(path, binding.specifier))}`);
  }
  for (const dependency of block.dependencies)
    targets.add(`${dependency.kind} ${describeTargets(graph, path, dependency)}`);
  return digestParts([block.hash, ...[...targets].sort()]);
}

function describeTargets(graph: ModuleGraph, path: string, { kind, specifier }: BlockDependency): string {
  const resolved = () => describeResolution(graph.resolve(path, specifier));
  switch (kind) {
    case 'glob':
    case 'names':
      return graph.glob(path, specifier).join(' ');
    case 'asset': {
      const assets = graph.asset(path, specifier);
      return assets.map(({ block }) => block).join(' ');
    }
    case 'mock':
      return `${resolved()} ${graph.mocks(path, specifier).join(' ')}`;
    case 'import':
      return resolved();
  }
}
