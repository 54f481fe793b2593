import { type BlockKey, formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ModuleGraph } from '../graph/module-graph';

/**
 * The dependencies of a type test, or of a test whose modules are type-checked: the whole text of every module that
 * it reaches by any import, including type imports, because a change of types alone can fail it; and the
 * configuration of the type check.
 *
 * @param starts modules and other files whose text counts
 * @param configs tsconfig files, or modules whose nearest tsconfig files are used
 */
export function findTypeDependencies(
  graph: ModuleGraph,
  starts: readonly string[],
  configs: readonly string[],
): Fingerprint[] {
  const contexts = configs.flatMap((path) => graph.typeContext(path));
  const fingerprints = new Map<BlockKey, string>(contexts.map(({ block, hash }) => [block, hash]));
  const seen = new Set<string>();
  const open = [...starts];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const model = graph.model(path);
    fingerprints.set(formatBlockId({ kind: 'types', module: path }), model?.contentHash ?? 'missing');
    for (const { specifier } of model?.imports ?? []) {
      const { modules, packages } = graph.resolve(path, specifier);
      open.push(...modules);
      for (const name of packages) {
        const { block, hash } = graph.packageFingerprint(name);
        fingerprints.set(block, hash);
      }
    }
  }
  return [...fingerprints].map(([block, hash]) => ({ block, hash }));
}
