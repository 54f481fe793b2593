import { digestParts } from '../model/digest';
import { type BlockKey, formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { internName } from '../model/intern-name';
import type { ModuleGraph, Resolution } from './module-graph';
import type { BlockModel, ModuleModel } from '../model/module-model';

/** A module's blocks by name and by the block they stand in. */
export interface ModuleIndex {
  readonly blocks: ReadonlyMap<string, BlockModel>;
  readonly bodies: ReadonlyMap<string, readonly BlockModel[]>;
}

const indexes = new WeakMap<ModuleModel, ModuleIndex>();

export function indexModule(model: ModuleModel): ModuleIndex {
  const known = indexes.get(model);
  if (known) return known;
  const blocks = new Map<string, BlockModel>();
  const bodies = new Map<string, BlockModel[]>();
  for (const block of model.blocks) {
    blocks.set(block.name, block);
    if (block.parent === undefined) continue;
    const siblings = bodies.get(block.parent);
    if (siblings) siblings.push(block);
    else bodies.set(block.parent, [block]);
  }
  const index = { blocks, bodies };
  indexes.set(model, index);
  return index;
}

/**
 * Values of a manifest by key, where it can count by what is read of it. Other JSON files may be read by path
 * as well, and count as a whole.
 */
export function manifestKeys(path: string, model: ModuleModel): Readonly<Record<string, string>> | undefined {
  return /(?:^|\/)package\.json$/.test(path) ? model.keys : undefined;
}

/** Looks up a name that may be `constructor` or `__proto__`. */
export function entry<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** Where a specifier leads, as text: part of the hash of whatever names it. */
export function describeResolution(resolution: Resolution): string {
  const { modules, packages, missing, unknown } = resolution;
  return [...modules, '|', ...packages, missing ? 'missing' : '', unknown ? 'unknown' : ''].join(' ');
}

const placedBlocks = new WeakMap<ModuleGraph, Map<string, Map<BlockModel, Fingerprint>>>();

/**
 * A block in its place: what it holds, and where the names in it lead. So a new file that shadows an import
 * changes every block that uses the import.
 */
export function placeBlock(
  graph: ModuleGraph,
  path: string,
  model: ModuleModel,
  block: BlockModel,
): Fingerprint {
  let byPath = placedBlocks.get(graph);
  if (!byPath) placedBlocks.set(graph, (byPath = new Map<string, Map<BlockModel, Fingerprint>>()));
  let placed = byPath.get(path);
  if (!placed) byPath.set(path, (placed = new Map<BlockModel, Fingerprint>()));
  let known = placed.get(block);
  if (!known) {
    known = {
      block: internName(formatBlockId({ kind: 'block', module: path, name: block.name })) as BlockKey,
      hash: computeBlockHash(graph, path, model, block),
    };
    placed.set(block, known);
  }
  return known;
}

function computeBlockHash(graph: ModuleGraph, path: string, model: ModuleModel, block: BlockModel): string {
  const places = new Set<string>();
  for (const { name } of block.references) {
    const binding = entry(model.bindings, name);
    if (!binding) continue;
    places.add(`${name} ${binding.name} ${describeResolution(graph.resolve(path, binding.specifier))}`);
  }
  for (const { kind, specifier } of block.dependencies)
    places.add(`${kind} ${placeOf(graph, path, kind, specifier)}`);
  return digestParts([block.hash, ...[...places].sort()]);
}

function placeOf(graph: ModuleGraph, path: string, kind: string, specifier: string): string {
  if (kind === 'glob') return graph.glob(path, specifier).join(' ');
  if (kind === 'asset')
    return graph
      .asset(path, specifier)
      .map(({ block }) => block)
      .join(' ');
  const place = describeResolution(graph.resolve(path, specifier));
  return kind === 'mock' ? `${place} ${graph.mocks(path, specifier).join(' ')}` : place;
}
