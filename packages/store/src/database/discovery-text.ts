import type { Discovery, KeptDiscovery } from '@nx-testmon/core';
import type { z as Zod } from 'zod';

let made: Zod.ZodType<Discovery> | undefined;

/**
 * @returns `undefined` for anything that is not a discovery of this version's form: the runner is asked again
 */
export function parseDiscovery(key: string, closure: string, json: string): KeptDiscovery | undefined {
  made ??= makeDiscoverySchema();
  const parsed = made.safeParse(parseJson(json));
  return parsed.success ? { key, closure, discovery: parsed.data } : undefined;
}

/** Made on first use, because loading the schema library takes its time. */
function makeDiscoverySchema(): Zod.ZodType<Discovery> {
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
    typecheck: z.strictObject({ include: texts, exclude: texts }),
    setup: texts,
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
  return z.strictObject({
    runner: z.enum(['vitest', 'jest', 'node']),
    version: text,
    suites: z.array(suite).max(10_000),
    configFiles: texts,
  });
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
