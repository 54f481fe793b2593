import { blockFields, type BlockId, type BlockKind, moduleOfBlock } from '@nx-testmon/core';

/** The columns of a block in its table. Columns that a kind does not have are empty. */
export interface BlockColumns {
  readonly kind: BlockKind;
  /** Path of the module that contains the block. */
  readonly module: string;
  /** Its name in the module; for other blocks the path, glob or name. */
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

/** @returns `undefined` for an unknown kind, because the row is damaged */
export function fromBlockColumns(kind: string, module: string, name: string): BlockId | undefined {
  if (!Object.hasOwn(blockFields, kind)) return undefined;
  const id: Record<string, string> = { kind };
  for (const field of blockFields[kind as BlockKind]) id[field] = field === 'module' ? module : name;
  return id as unknown as BlockId;
}
