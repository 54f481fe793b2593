import type { Resolution } from './module-graph';
import type { BlockModel, ModuleModel } from '../model/module-model';

/** A module's blocks by name and by parent. */
export interface ModuleIndex {
  readonly blocks: ReadonlyMap<string, BlockModel>;
  readonly bodies: ReadonlyMap<string, readonly BlockModel[]>;
}

export function indexModule(model: ModuleModel): ModuleIndex {
  const blocks = new Map<string, BlockModel>();
  const bodies = new Map<string, BlockModel[]>();
  for (const block of model.blocks) {
    blocks.set(block.name, block);
    if (block.parent === undefined) continue;
    const siblings = bodies.get(block.parent);
    if (siblings) siblings.push(block);
    else bodies.set(block.parent, [block]);
  }
  return { blocks, bodies };
}

/**
 * Values of a manifest by key: a test depends only on the keys that it reads. Other JSON files may also be read by
 * path, so their whole content counts.
 */
export function manifestKeys(path: string, model: ModuleModel): Readonly<Record<string, string>> | undefined {
  return /(?:^|\/)package\.json$/.test(path) ? model.keys : undefined;
}

/** Looks up a name that may be `constructor` or `__proto__`. */
export function ownEntry<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The target of a specifier as text. It is part of the hash of each block that uses the specifier. */
export function describeResolution(resolution: Resolution): string {
  const { modules, packages, missing, unknown } = resolution;
  return [...modules, '|', ...packages, missing ? 'missing' : '', unknown ? 'unknown' : ''].join(' ');
}
