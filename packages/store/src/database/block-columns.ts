import { blockFields, type BlockId, type BlockKind, moduleOfBlock } from '@nx-testmon/core';

/** A block id as the table of blocks holds it. What a kind does not have is empty. */
export interface BlockColumns {
  readonly kind: BlockKind;
  /** Path of the module that the block is a part of. */
  readonly module: string;
  /** Its name in the module; of another block its path, its glob or its name. */
  readonly name: string;
}

export function toBlockColumns(id: BlockId): BlockColumns {
  const values = id as unknown as Readonly<Record<string, string>>;
  const named = blockFields[id.kind].find((field) => field !== 'module');
  return {
    kind: id.kind,
    module: moduleOfBlock(id) ?? '',
    name: named === undefined ? '' : (values[named] ?? ''),
  };
}

/** @returns `undefined` for a kind that does not exist: the row is damaged */
export function fromBlockColumns(kind: string, module: string, name: string): BlockId | undefined {
  if (!Object.hasOwn(blockFields, kind)) return undefined;
  const id: Record<string, string> = { kind };
  for (const field of blockFields[kind as BlockKind]) id[field] = field === 'module' ? module : name;
  return id as unknown as BlockId;
}
