import type { z as Zod } from 'zod';
import type { Discovery } from './suite';

/**
 * The schema of a discovery, from a child process or from a store.
 *
 * @param z the schema library, which is loaded only by those that need it
 */
export function createDiscoverySchema(z: typeof Zod): Zod.ZodType<Discovery> {
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
    coverageFolder: text.exactOptional(),
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
