import { digestParts } from '../model/digest';
import { formatBlockId } from '../records/block-id';
import type { ModuleGraph } from './module-graph';
import { describeResolution, entry, manifestKeys } from './module-index';
import type { BlockModel, ModuleModel, Reference } from '../model/module-model';
import { type Depth, isAsDeep, type Walk } from '../dependencies/walk';

/** Follows exported names to what they stand for: one hop of a re-export is one block. */
export interface ExportFollower {
  /** @param name `*` for all exports */
  use(path: string, name: string, depth: Depth, cause: string): void;
}

/** Where a name that has been found leads on to. */
export interface ExportSteps {
  load(path: string, cause: string): void;
  enter(path: string, block: BlockModel, depth: Depth, cause: string): void;
  follow(path: string, model: ModuleModel, reference: Reference, depth: Depth, cause: string): void;
}

export function createExportFollower(walk: Walk, { load, enter, follow }: ExportSteps): ExportFollower {
  const { graph } = walk;
  const used = new Map<string, Depth>();

  function use(path: string, name: string, depth: Depth, cause: string): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name });
    if (isAsDeep(used.get(hop), depth)) return;
    used.set(hop, depth);
    load(path, cause);
    const model = graph.model(path);
    if (!model) return;
    if (model.kind === 'opaque') return useManifest(path, model, name, cause);
    if (model.commonJs || Object.hasOwn(model.exports, 'export=')) useWhole(path, model, depth, cause);
    else if (name === '*') useAll(path, model, depth, cause);
    else useOne(path, model, name, depth, cause);
  }

  /** `version` of `package.json`; what every object has, and the object itself, count as all of it. */
  function useManifest(path: string, model: ModuleModel, name: string, cause: string): void {
    const keys = manifestKeys(path, model);
    if (!keys) return;
    if (name === '*' || name === 'default' || name in Object.prototype)
      walk.add(formatBlockId({ kind: 'file', path }), model.contentHash, cause);
    else
      walk.add(formatBlockId({ kind: 'block', module: path, name }), entry(keys, name) ?? 'missing', cause);
  }

  function useAll(path: string, model: ModuleModel, depth: Depth, cause: string): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name: '*' });
    const names = Object.keys(model.exports);
    walk.add(hop, digestParts([...names].sort()), cause);
    for (const exported of names) walk.later(() => use(path, exported, depth, hop));
    for (const star of model.stars) hopTo(path, star, '*', depth, hop);
  }

  function useOne(path: string, model: ModuleModel, name: string, depth: Depth, cause: string): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name });
    const target = entry(model.exports, name);
    if (target?.kind === 'local')
      return follow(path, model, { name: target.name, use: 'value' }, depth, cause);
    if (!target) return useStars(path, model, name, depth, cause);
    walk.add(
      hop,
      digestParts([target.name, describeResolution(graph.resolve(path, target.specifier))]),
      cause,
    );
    hopTo(path, target.specifier, target.name, depth, hop);
  }

  function useStars(path: string, model: ModuleModel, name: string, depth: Depth, cause: string): void {
    const hop = formatBlockId({ kind: 'hop', module: path, name });
    const providers = model.stars.filter((star) => mayProvide(graph, path, star, name, new Set()));
    const places = providers.map((star) => describeResolution(graph.resolve(path, star)));
    walk.add(hop, providers.length === 0 ? 'missing' : digestParts(places), cause);
    for (const star of providers) hopTo(path, star, name, depth, hop);
  }

  /** What a module hands out is decided while it runs: any name may mean any block. */
  function useWhole(path: string, model: ModuleModel, depth: Depth, cause: string): void {
    for (const block of model.blocks) walk.later(() => enter(path, block, depth, cause));
    for (const star of model.stars) hopTo(path, star, '*', depth, cause);
    for (const { specifier } of model.imports) hopTo(path, specifier, '*', depth, cause);
  }

  function hopTo(path: string, specifier: string, name: string, depth: Depth, cause: string): void {
    const resolution = graph.resolve(path, specifier);
    walk.note(path, specifier, resolution, cause);
    for (const target of resolution.modules) walk.later(() => use(target, name, depth, cause));
  }

  return { use };
}

/** Whether `export * from specifier` may give a name: modules that can't be read may give any. */
function mayProvide(
  graph: ModuleGraph,
  from: string,
  specifier: string,
  name: string,
  seen: Set<string>,
): boolean {
  const { modules, packages, unknown } = graph.resolve(from, specifier);
  if (packages.length > 0 || unknown) return true;
  return modules.some((path) => {
    if (seen.has(path)) return false;
    seen.add(path);
    const model = graph.model(path);
    if (!model) return false;
    if (model.kind === 'opaque' || model.commonJs || Object.hasOwn(model.exports, name)) return true;
    return model.stars.some((star) => mayProvide(graph, path, star, name, seen));
  });
}
