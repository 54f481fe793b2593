import { crc32 } from 'node:zlib';
import { createDiscoverySchema, type Discovery, type StoredDiscovery } from '@nx-testmon/core';
import type * as Valibot from 'valibot';

/**
 * The text of a discovery in a store. It starts with a checksum, because a damaged pattern would hide test files.
 *
 * @returns `<CRC-32 of the JSON> <JSON>`
 */
export function encodeDiscovery(discovery: Discovery): string {
  const json = JSON.stringify(discovery);
  return `${crc32(json)} ${json}`;
}

/** Reads stored discoveries. The schema is created for the first one, because loading its library takes time. */
export class DiscoveryReader {
  private parse: ReturnType<typeof makeParser> | undefined;

  /**
   * Reads the text of a discovery.
   *
   * @param text from {@link encodeDiscovery}
   * @returns `undefined` if it is not a discovery in the form of this version; then the test runner is started again
   */
  read(key: string, closure: string, text: string): StoredDiscovery | undefined {
    const end = text.indexOf(' ');
    const json = text.slice(end + 1);
    if (text.slice(0, end) !== String(crc32(json))) return undefined;
    this.parse ??= makeParser();
    const parsed = this.parse(parseJson(json));
    return parsed.success ? { key, closure, discovery: parsed.output } : undefined;
  }
}

function makeParser() {
  const v = require('valibot') as typeof Valibot;
  return v.safeParser(createDiscoverySchema(v));
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
