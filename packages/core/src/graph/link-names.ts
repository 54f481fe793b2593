import { digestParts } from '../model/digest';
import type { ModuleModel } from '../model/module-model';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ModuleGraph } from './module-graph';
import type { StarExport } from './star-export';

/**
 * The block for the missing names among those that a module imports or re-exports. If modules are linked before any
 * of them runs, one missing name fails every load of the module, even if the name is unused.
 *
 * @returns `undefined` for a module that imports no names, or looks names up when it runs, as CommonJS does
 */
export function linkFingerprint(
  graph: ModuleGraph,
  path: string,
  model: ModuleModel,
): Fingerprint | undefined {
  if (/\.c[jt]s$/.test(path) || model.hasListedExports === true) return undefined;
  const hops = Object.values(model.exports).filter((target) => target.kind === 'hop');
  const imported = Object.values(model.bindings).filter(({ isRequired }) => isRequired !== true);
  const named = [...imported, ...hops].filter(({ name }) => name !== '*');
  if (named.length === 0) return undefined;
  const missing = new Set<string>();
  for (const { specifier, name } of named) {
    for (const target of graph.resolve(path, specifier).modules) {
      const reason = whyMissing(graph, target, name);
      if (reason !== undefined) missing.add(`${specifier} ${name} ${reason}`);
    }
  }
  return { block: formatBlockId({ kind: 'links', module: path }), hash: digestParts([...missing].sort()) };
}

/** Why a module does not export a name; `undefined` if it does. */
function whyMissing(graph: ModuleGraph, path: string, name: string): string | undefined {
  const model = graph.model(path);
  // The text of a CommonJS module determines the exports that are found without running it.
  if (!model || (Object.hasOwn(model.exports, name) && model.hasListedExports !== true)) return undefined;
  // The code of such a module determines which names it exports.
  if (model.commonJs || model.kind === 'whole-file')
    return name === 'default' ? undefined : model.contentHash;
  const stars = name === 'default' ? [] : model.stars;
  const providers = new Set(
    stars.flatMap((star) => providersOf(graph, { importer: path, specifier: star }, name, new Set())),
  );
  // Two different providers make the name ambiguous, and therefore missing.
  return providers.size === 1 ? undefined : [...providers].sort().join(' ') || 'missing';
}

/** The modules that define a name that a star re-exports. */
function providersOf(
  graph: ModuleGraph,
  { importer, specifier }: StarExport,
  name: string,
  seen: Set<string>,
): string[] {
  const { modules, packages, unknown } = graph.resolve(importer, specifier);
  const outside = packages.length > 0 || unknown ? [`outside ${specifier}`] : [];
  const inside = modules.flatMap((path) => {
    if (seen.has(path)) return [];
    seen.add(path);
    const model = graph.model(path);
    if (!model) return [];
    if (model.commonJs || model.kind === 'whole-file') return [`${path} ${model.contentHash}`];
    const target = Object.hasOwn(model.exports, name) ? model.exports[name] : undefined;
    if (target?.kind === 'hop')
      return [`${graph.resolve(path, target.specifier).modules.join(' ')} ${target.name}`];
    if (target) return [`${path} ${target.name}`];
    return model.stars.flatMap((star) => providersOf(graph, { importer: path, specifier: star }, name, seen));
  });
  return [...outside, ...inside];
}
