import type { BlockId, BlockKind } from '@nx-testmon/core';

/** A block id as the table of blocks holds it. What a kind does not have is empty. */
export interface BlockColumns {
  readonly kind: BlockKind;
  /** Path of the module that the block is a part of. */
  readonly module: string;
  /** Its name in the module; of another block its path, its glob or its name. */
  readonly name: string;
}

export function toBlockColumns(id: BlockId): BlockColumns {
  const { kind } = id;
  switch (id.kind) {
    case 'block':
    case 'hop':
      return id;
    case 'pragmas':
    case 'links':
    case 'types':
    case 'text':
    case 'load-order':
    case 'resolution':
    case 'emit':
      return { kind, module: id.module, name: '' };
    case 'file':
    case 'folder':
    case 'read':
    case 'list':
    case 'find':
      return { kind, module: '', name: id.path };
    case 'data':
      return { kind, module: '', name: id.folder };
    case 'project':
    case 'package':
    case 'variable':
      return { kind, module: '', name: id.name };
    case 'declared':
      return { kind, module: '', name: id.glob };
    case 'load':
      return { kind, module: id.module, name: id.specifier };
  }
}

/** @returns `undefined` for a kind that does not exist: the row is damaged */
export function fromBlockColumns(kind: string, module: string, name: string): BlockId | undefined {
  const known = kind as BlockKind;
  switch (known) {
    case 'block':
    case 'hop':
      return { kind: known, module, name };
    case 'pragmas':
    case 'links':
    case 'types':
    case 'text':
    case 'load-order':
    case 'resolution':
    case 'emit':
      return { kind: known, module };
    case 'file':
    case 'folder':
    case 'read':
    case 'list':
    case 'find':
      return { kind: known, path: name };
    case 'data':
      return { kind: known, folder: name };
    case 'project':
    case 'package':
    case 'variable':
      return { kind: known, name };
    case 'declared':
      return { kind: known, glob: name };
    case 'load':
      return { kind: known, module, specifier: name };
    default:
      known satisfies never;
      return undefined;
  }
}
