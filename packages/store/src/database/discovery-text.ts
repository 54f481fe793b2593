import { crc32 } from 'node:zlib';
import type { Discovery, StoredDiscovery } from '@nx-testmon/core';
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
    this.schema ??= createDiscoverySchema();
    const parsed = this.schema.safeParse(parseJson(json));
    return parsed.success ? { key, closure, discovery: parsed.data } : undefined;
  }
}

function createDiscoverySchema(): Zod.ZodType<Discovery> {
  const { z } = require('zod') as { z: typeof Zod };
  const text = z.string().max(16_384);
  const texts = z.array(text).max(100_000);
  const alias = z.strictObject({ find: text, pattern: z.boolean(), replacement: text });
  const search = z.strictObject({
    roots: texts,
    extensions: texts,
    testMatch: texts,
    testRegex: texts,
    ignore: texts,
  });
  const suite = z.strictObject({
    id: text,
    runnerProject: text,
    root: text,
    dir: text,
    include: texts,
    exclude: texts,
    search: search.exactOptional(),
    includeSource: texts,
    typecheck: z.strictObject({ include: texts, exclude: texts, tsconfig: text.exactOptional() }),
    setup: texts,
    setupFiles: texts.exactOptional(),
    aliases: z.array(alias).max(100_000),
    modulePaths: texts.exactOptional(),
    moduleDirectories: texts.exactOptional(),
    mockRoots: texts.exactOptional(),
    automock: z.boolean().exactOptional(),
    checksTypes: z.boolean().exactOptional(),
    linksNames: z.boolean().exactOptional(),
    keepsImports: z.boolean().exactOptional(),
    conditions: texts,
    extensions: texts,
    mainFields: texts,
    snapshots: z.enum(['default', 'custom']),
    isolate: z.boolean(),
  });
  const reads = z.strictObject({ files: texts, folders: texts, lookups: texts, variables: texts });
  return z.strictObject({
    runner: text,
    version: text,
    suites: z.array(suite).max(10_000),
    configFiles: texts,
    reads: reads.exactOptional(),
  });
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
