import { type BlockKey, parseBlockId } from './block-id';
import type { Fingerprint } from './fact';

/** A block by its text. @throws Error for a text that is not a block id */
export function blockKey(text: string): BlockKey {
  if (!parseBlockId(text)) throw new Error(`${text} is the text of no block id`);
  return text as BlockKey;
}

/** Hashes by the texts of their blocks, as fingerprints. */
export function fingerprintsOf(hashes: Readonly<Record<string, string>>): Fingerprint[] {
  return Object.entries(hashes).map(([text, hash]) => ({ block: blockKey(text), hash }));
}

/** The same as a map, as traversals return it. */
export function hashesByBlock(hashes: Readonly<Record<string, string>>): Map<BlockKey, string> {
  return new Map(fingerprintsOf(hashes).map(({ block, hash }) => [block, hash]));
}
