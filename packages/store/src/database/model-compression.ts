import { deflateSync, inflateSync } from 'node:zlib';

/** No model comes near it; a small blob that unfolds into gigabytes does. */
const MAX_MODEL_BYTES = 64 * 1024 ** 2;

/**
 * Models repeat their own keys: a quarter of the size or less, for some 25 µs each. The format has a checksum: a
 * damaged model would be taken for the module, and dependencies of tests would be lost.
 */
export function deflateModel(json: string): Buffer {
  return deflateSync(json, { level: 1 });
}

/** @returns `undefined` for bytes that {@link deflateModel} did not write */
export function inflateModel(bytes: Uint8Array): string | undefined {
  try {
    return inflateSync(bytes, { maxOutputLength: MAX_MODEL_BYTES }).toString('utf8');
  } catch {
    // Whatever zlib reports, the model is read from the source again.
    return undefined;
  }
}
