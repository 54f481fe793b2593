import { deflateSync, inflateSync } from 'node:zlib';

/** Far larger than any model. It limits small data that expands to gigabytes. */
const MAX_MODEL_BYTES = 64 * 1024 ** 2;

/**
 * Models repeat their own keys. Compression reduces them to a quarter of the size or less, in about 25 µs each. The
 * format has a checksum, because a damaged model would hide dependencies of tests.
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
