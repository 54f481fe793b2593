import { digestParts } from '../model/digest';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { isInImportCycle } from '../graph/import-cycles';
import { linkFingerprint } from '../graph/link-names';
import type { ModuleGraph, Resolution } from '../graph/module-graph';
import { manifestKeys } from '../graph/module-index';
import type { BlockModel, ModuleModel } from '../model/module-model';
import type { Depth } from './walk';

/** How the engine at hand links modules. */
export interface Linking {
  /** Before anything runs, so that a name that is missing fails all who load the module. */
  readonly linksNames?: boolean;
  /** True where imports of names that are only types are loaded as well. */
  readonly keepsImports?: boolean;
}

/** What loading a module means, whoever loads it. */
export interface LoadPlan {
  readonly model: ModuleModel;
  /** Blocks that count for all who load it. */
  readonly fingerprints: readonly Fingerprint[];
  readonly links: Fingerprint | undefined;
  /** Modules that it imports, in order. */
  readonly targets: readonly string[];
  /** Imports that lead to more than modules: to packages, to nothing, to what is not known. */
  readonly notes: readonly { readonly specifier: string; readonly resolution: Resolution }[];
  /** Blocks that run, or are looked at, when it is evaluated. */
  readonly eager: readonly EagerBlock[];
  /** Names of its blocks with effects, in the order in which they run; first itself, where it is in a cycle. */
  readonly effects: readonly string[];
}

export interface EagerBlock {
  readonly block: BlockModel;
  readonly depth: Depth;
}

const plans = new WeakMap<ModuleGraph, Map<string, Map<string, LoadPlan | undefined>>>();

/**
 * Plans of a graph's modules, each made once: thousands of test files may load the same module.
 *
 * @returns `undefined` for a module that is not there
 */
export function planningLoads(
  graph: ModuleGraph,
  { linksNames = false, keepsImports = false }: Linking,
): (path: string) => LoadPlan | undefined {
  const ofGraph = plans.get(graph) ?? new Map<string, Map<string, LoadPlan | undefined>>();
  plans.set(graph, ofGraph);
  const linking = `${linksNames} ${keepsImports}`;
  const known = ofGraph.get(linking) ?? new Map<string, LoadPlan | undefined>();
  ofGraph.set(linking, known);
  return (path) => {
    const found = known.get(path);
    if (found || known.has(path)) return found;
    const model = graph.model(path);
    const plan = model && planLoad(graph, path, model, { linksNames, keepsImports });
    known.set(path, plan);
    return plan;
  };
}

function planLoad(
  graph: ModuleGraph,
  path: string,
  model: ModuleModel,
  { linksNames, keepsImports }: Required<Linking>,
): LoadPlan {
  const isCyclic = isInImportCycle(graph, path);
  const imports = model.imports
    .filter(({ kind }) => {
      const isElided = kind === 'elidable' && !keepsImports && !graph.keepsTypeImports(path);
      return kind !== 'type' && !isElided;
    })
    .map(({ specifier }) => ({ specifier, resolution: graph.resolve(path, specifier) }));
  return {
    model,
    fingerprints: [
      ...graph.surroundings(path),
      ...(model.pragmas.length > 0
        ? [{ block: formatBlockId({ kind: 'pragmas', module: path }), hash: digestParts(model.pragmas) }]
        : []),
      ...(model.kind === 'opaque' && !manifestKeys(path, model)
        ? [{ block: formatBlockId({ kind: 'file', path }), hash: model.contentHash }]
        : []),
    ],
    links: linksNames ? linkFingerprint(graph, path, model) : undefined,
    targets: imports.flatMap(({ resolution }) => resolution.modules),
    notes: imports.filter(
      ({ resolution: { packages, missing, unknown } }) => packages.length > 0 || missing || unknown,
    ),
    eager: model.blocks.flatMap((block): EagerBlock[] => {
      if (block.eager === 'yes') return [{ block, depth: 'whole' }];
      const isShape = block.eager === 'shape' || (block.eager === 'reads' && isCyclic);
      return isShape ? [{ block, depth: 'shape' }] : [];
    }),
    effects: [
      ...(isCyclic ? [formatBlockId({ kind: 'file', path })] : []),
      ...model.blocks
        .filter(({ eager }) => eager === 'yes')
        .map(({ name }) => formatBlockId({ kind: 'block', module: path, name })),
    ],
  };
}
