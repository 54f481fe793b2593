import { type BlockId, type BlockKey, count, isBlockOf, parseBlockId } from '@nx-testmon/core';

/** A changed thing, in the words of users. */
type ChangedThing =
  'module' | 'file' | 'folder' | 'package' | 'project' | 'declared pattern' | 'environment variable';

/** In the order in which they are listed. */
const things: readonly ChangedThing[] = [
  'module',
  'file',
  'folder',
  'package',
  'project',
  'declared pattern',
  'environment variable',
];

/**
 * Counts changes, such as `2 changed modules`, `1 changed file`. Each thing counts once, however many of its
 * blocks have changed.
 */
export function countChanges(blocks: readonly BlockKey[]): string[] {
  const changed = new Map<ChangedThing, Set<string>>();
  for (const block of blocks) {
    const id = parseBlockId(block);
    const [thing, name] = id ? changedThing(id) : (['file', block] as const);
    changed.set(thing, (changed.get(thing) ?? new Set()).add(name));
  }
  return things.flatMap((thing) => {
    const { size } = changed.get(thing) ?? new Set();
    return size === 0 ? [] : [count(size, `changed ${thing}`)];
  });
}

function changedThing(id: BlockId): readonly [ChangedThing, name: string] {
  if (isBlockOf(id, 'code', 'loads')) return [isCode(id.module) ? 'module' : 'file', id.module];
  switch (id.kind) {
    case 'resolution':
    case 'emit':
      return ['file', id.module];
    case 'file':
    case 'read':
    case 'find':
      return ['file', id.path];
    case 'folder':
    case 'list':
      return ['folder', id.path];
    case 'data':
      return ['folder', id.folder];
    case 'project':
    case 'package':
      return [id.kind, id.name];
    case 'declared':
      return ['declared pattern', id.glob];
    case 'variable':
      return ['environment variable', id.name];
    default:
      return id satisfies never;
  }
}

function isCode(path: string): boolean {
  return !/\.(?:json[c5]?|css|s[ac]ss|less|svg|html|txt|md)$/.test(path);
}
