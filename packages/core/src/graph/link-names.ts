import { digestParts } from '../model/digest';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ModuleGraph } from './module-graph';
import type { ModuleModel } from '../model/module-model';

/**
 * The block of a module that says which of the names it imports or hands on are not there. Where modules are
 * linked before any of them runs, one such name fails whoever loads the module, used or not.
 *
 * @returns `undefined` for a module that names nothing of others, or looks names up when it runs, as CommonJS does
 */
export function linkFingerprint(
  graph: ModuleGraph,
  path: string,
  model: ModuleModel,
): Fingerprint | undefined {
  if (/\.c[jt]s$/.test(path)) return undefined;
  const hops = Object.values(model.exports).filter((target) => target.kind === 'hop');
  const named = [...Object.values(model.bindings), ...hops].filter(({ name }) => name !== '*');
  if (named.length === 0) return undefined;
  const troubles = new Set<string>();
  for (const { specifier, name } of named) {
    for (const target of graph.resolve(path, specifier).modules) {
      const trouble = troubleWith(graph, target, name);
      if (trouble !== undefined) troubles.add(`${specifier} ${name} ${trouble}`);
    }
  }
  return { block: formatBlockId({ kind: 'links', module: path }), hash: digestParts([...troubles].sort()) };
}

/** What keeps a module from giving a name; `undefined` where nothing does. */
function troubleWith(graph: ModuleGraph, path: string, name: string): string | undefined {
  const model = graph.model(path);
  if (!model || Object.hasOwn(model.exports, name)) return undefined;
  // Which names such a module has is decided by its code.
  if (model.commonJs || model.kind === 'whole-file')
    return name === 'default' ? undefined : model.contentHash;
  const givers =
    name === 'default' ? [] : model.stars.flatMap((star) => giversOf(graph, path, star, name, new Set()));
  const distinct = new Set(givers);
  // Two different ones make the name ambiguous, which is as bad as none.
  return distinct.size === 1 ? undefined : [...distinct].sort().join(' ') || 'missing';
}

/** The modules that define a name which `export * from specifier` hands on. */
function giversOf(
  graph: ModuleGraph,
  from: string,
  specifier: string,
  name: string,
  seen: Set<string>,
): string[] {
  const { modules, packages, unknown } = graph.resolve(from, specifier);
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
    return model.stars.flatMap((star) => giversOf(graph, path, star, name, seen));
  });
  return [...outside, ...inside];
}
