import { deflateSync, inflateSync } from 'node:zlib';

/** No model comes near it; a small blob that unfolds into gigabytes does. */
const MAX_MODEL_BYTES = 64 * 1024 ** 2;

/**
 * Models repeat their own keys: a quarter of the size or less, for some 25 µs each. The format has a checksum: a
 * damaged model would be taken for what the module says, and what tests depend on be lost.
 */
export function deflateModel(json: string): Buffer {
  return deflateSync(json, { level: 1 });
}

/** @returns `undefined` for bytes that {@link deflateModel} has not made */
export function inflateModel(bytes: Uint8Array): string | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_MODEL_BYTES }).toString('utf8');
  } catch {
    // Whatever zlib says: the model is made anew from the source.
    return undefined;
  }
}
