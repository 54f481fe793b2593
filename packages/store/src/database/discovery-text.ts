import { crc32 } from 'node:zlib';
import { createDiscoverySchema, type Discovery, type StoredDiscovery } from '@nx-testmon/core';
import type { z as Zod } from 'zod';

/**
 * The text of a discovery in a store, with a checksum before it: with a damaged pattern a test file would not be found.
 *
 * @returns `<CRC-32 of the JSON> <JSON>`
 */
export function encodeDiscovery(discovery: Discovery): string {
  const json = JSON.stringify(discovery);
  return `${crc32(json)} ${json}`;
}

/** Reads stored discoveries. The schema is created for the first one, because loading its library takes time. */
export class DiscoveryReader {
  private schema: Zod.ZodType<Discovery> | undefined;

  /**
   * @param text as {@link encodeDiscovery} makes it
   * @returns `undefined` for anything that is not a discovery of this version's form: the runner is asked again
   */
  read(key: string, closure: string, text: string): StoredDiscovery | undefined {
    const end = text.indexOf(' ');
    const json = text.slice(end + 1);
    if (text.slice(0, end) !== String(crc32(json))) return undefined;
    this.schema ??= createDiscoverySchema((require('zod') as { z: typeof Zod }).z);
    const parsed = this.schema.safeParse(parseJson(json));
    return parsed.success ? { key, closure, discovery: parsed.data } : undefined;
  }
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
