import type { BlockId, BlockKind } from './block-id';

/**
 * Where the state of a block comes from. `code`: the code of a module. `loads`: how a module is loaded, or loads
 * others. `content`: the content of a file that is read and not loaded. `other`: a part of a configuration, several
 * files, or none.
 */
export type BlockSource = 'code' | 'loads' | 'content' | 'other';

const sources = {
  block: 'code',
  hop: 'code',
  unresolved: 'code',
  targets: 'code',
  pragmas: 'code',
  links: 'code',
  types: 'code',
  text: 'code',
  'load-order': 'loads',
  load: 'loads',
  file: 'content',
  read: 'content',
  resolution: 'other',
  emit: 'other',
  folder: 'other',
  data: 'other',
  project: 'other',
  package: 'other',
  declared: 'other',
  list: 'other',
  find: 'other',
  variable: 'other',
} as const satisfies Readonly<Record<BlockKind, BlockSource>>;

/** The block ids whose state comes from one of these sources. */
type BlockOf<Source extends BlockSource> = Extract<
  BlockId,
  { readonly kind: { [Kind in BlockKind]: (typeof sources)[Kind] extends Source ? Kind : never }[BlockKind] }
>;

/** Whether the state of a block comes from one of these sources. */
export function isBlockOf<Source extends BlockSource>(
  id: BlockId,
  ...from: readonly Source[]
): id is BlockOf<Source> {
  return (from as readonly BlockSource[]).includes(sources[id.kind]);
}
