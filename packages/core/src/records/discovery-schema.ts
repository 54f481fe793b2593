import type * as Valibot from 'valibot';
import type { Discovery } from './suite';

/**
 * The schema of a discovery from a child process or a store.
 *
 * @param v the schema library, passed in because only some callers load it
 */
export function createDiscoverySchema(v: typeof Valibot): Valibot.GenericSchema<unknown, Discovery> {
  const text = v.pipe(v.string(), v.maxLength(16_384));
  const texts = v.pipe(v.array(text), v.maxLength(100_000));
  const flag = v.exactOptional(v.boolean());
  const alias = v.strictObject({ find: text, pattern: v.boolean(), replacement: text });
  const search = v.strictObject({
    roots: texts,
    extensions: texts,
    testMatch: texts,
    testRegex: texts,
    ignore: texts,
  });
  const suite = v.strictObject({
    id: text,
    runnerProject: text,
    root: text,
    dir: text,
    include: texts,
    exclude: texts,
    search: v.exactOptional(search),
    includeSource: texts,
    typecheck: v.strictObject({ include: texts, exclude: texts, tsconfig: v.exactOptional(text) }),
    setup: texts,
    setupFiles: v.exactOptional(texts),
    aliases: v.pipe(v.array(alias), v.maxLength(100_000)),
    modulePaths: v.exactOptional(texts),
    moduleDirectories: v.exactOptional(texts),
    mockRoots: v.exactOptional(texts),
    automock: flag,
    checksTypes: flag,
    linksNames: flag,
    keepsImports: flag,
    coverageFolder: v.exactOptional(text),
    conditions: texts,
    extensions: texts,
    mainFields: texts,
    snapshots: v.picklist(['default', 'custom']),
    isolate: v.boolean(),
  });
  const reads = v.strictObject({ files: texts, folders: texts, lookups: texts, variables: texts });
  return v.strictObject({
    runner: text,
    version: text,
    suites: v.pipe(v.array(suite), v.maxLength(10_000)),
    configFiles: texts,
    reads: v.exactOptional(reads),
  });
}
