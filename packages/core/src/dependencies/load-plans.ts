import { digestParts } from '../model/digest';
import { formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { ImportCycles } from '../graph/import-cycles';
import { linkFingerprint } from '../graph/link-names';
import { unresolvedImports } from '../graph/unresolved-imports';
import type { ModuleGraph, Resolution } from '../graph/module-graph';
import { manifestKeys } from '../graph/module-index';
import type { BlockModel, ModuleModel } from '../model/module-model';
import { modulesOfBases } from './class-bases';
import type { TraversalDepth } from './traversal-depth';
import { modulesOfNamespaces } from './namespace-members';

/** How the test runner links modules. */
export interface LinkOptions {
  /** True if names are linked before anything runs: a missing name fails every module that loads this one. */
  readonly linksNames?: boolean;
  /** True if imports of names that are only types are loaded as well. */
  readonly keepsImports?: boolean;
}

/** The effects of loading a module, the same for every module that loads it. */
export interface LoadPlan {
  readonly model: ModuleModel;
  /** Blocks that count for every test that loads it. */
  readonly fingerprints: readonly Fingerprint[];
  readonly links: Fingerprint | undefined;
  /** Modules that it imports, in order. */
  readonly targets: readonly string[];
  /** Imports that lead not only to modules: to packages, to missing files, or to unknown targets. */
  readonly resolutions: readonly { readonly specifier: string; readonly resolution: Resolution }[];
  /** Blocks that run, or whose heritage is read, when it is evaluated. */
  readonly eager: readonly EagerBlock[];
  /**
   * Names of its blocks with effects, in the order in which they run. In an import cycle, the module itself comes
   * first.
   */
  readonly effects: readonly string[];
}

/** A block that is entered when its module is evaluated. */
export interface EagerBlock {
  readonly block: BlockModel;
  readonly depth: TraversalDepth;
  /** If none of these modules is mocked, no test can observe that the block is evaluated. */
  readonly modules?: readonly string[] | undefined;
}

/**
 * The load plans of a graph's modules under one linking. Each is computed once, because thousands of test files may
 * load a module.
 */
export class LoadPlans {
  private readonly plans = new Map<string, LoadPlan | undefined>();

  constructor(
    private readonly graph: ModuleGraph,
    private readonly cycles: ImportCycles,
    private readonly linking: LinkOptions,
  ) {}

  /** @returns `undefined` for a missing module */
  of(path: string): LoadPlan | undefined {
    const known = this.plans.get(path);
    if (known || this.plans.has(path)) return known;
    const model = this.graph.model(path);
    const plan = model && this.plan(path, model);
    this.plans.set(path, plan);
    return plan;
  }

  private plan(path: string, model: ModuleModel): LoadPlan {
    const { graph, linking } = this;
    const isCyclic = this.cycles.includes(path);
    const imports = this.loadedImports(path, model);
    // Mocks of modules that Node itself loads are not known by their specifiers.
    const isPredictable = !isCyclic && linking.linksNames !== true;
    const eager = model.blocks.flatMap((block) =>
      eagerBlocks(graph, path, block, { isCyclic, isPredictable }),
    );
    return {
      model,
      fingerprints: [
        ...moduleFingerprints(graph, path, model),
        ...unresolvedImports(
          graph,
          path,
          model,
          imports.map(({ specifier }) => specifier),
        ),
      ],
      links: linking.linksNames === true ? linkFingerprint(graph, path, model) : undefined,
      targets: imports.flatMap(({ resolution }) => resolution.modules),
      resolutions: imports.filter(
        ({ resolution: { modules, packages, missing, unknown } }) =>
          modules.length > 1 || packages.length > 0 || missing || unknown,
      ),
      eager,
      effects: [
        ...(isCyclic ? [formatBlockId({ kind: 'file', path })] : []),
        ...eager
          .filter(({ depth, modules }) => depth === 'full' && !modules)
          .map(({ block: { name } }) => formatBlockId({ kind: 'block', module: path, name })),
      ],
    };
  }

  private loadedImports(path: string, model: ModuleModel): LoadPlan['resolutions'] {
    const elides = this.linking.keepsImports !== true && !this.graph.keepsTypeImports(path);
    return model.imports
      .filter(({ kind }) => kind === 'value' || (kind === 'elidable' && !elides))
      .map(({ specifier }) => ({ specifier, resolution: this.graph.resolve(path, specifier) }));
  }
}

function moduleFingerprints(graph: ModuleGraph, path: string, model: ModuleModel): Fingerprint[] {
  const { pragmas, kind, contentHash } = model;
  const dependsOnWholeModule = kind === 'whole-file' && !manifestKeys(path, model);
  return [
    ...graph.compileContext(path),
    ...(pragmas.length > 0
      ? [{ block: formatBlockId({ kind: 'pragmas', module: path }), hash: digestParts(pragmas) }]
      : []),
    ...(dependsOnWholeModule ? [{ block: formatBlockId({ kind: 'file', path }), hash: contentHash }] : []),
  ];
}

interface Evaluation {
  readonly isCyclic: boolean;
  /** Whether all imports of the module are evaluated before it, apart from modules that are known to be mocked. */
  readonly isPredictable: boolean;
}

function eagerBlocks(
  graph: ModuleGraph,
  path: string,
  block: BlockModel,
  { isCyclic, isPredictable }: Evaluation,
): EagerBlock[] {
  switch (block.eager) {
    case 'yes':
      return [{ block, depth: 'full' }];
    case 'members':
      return [
        {
          block,
          depth: 'full',
          modules: isPredictable ? modulesOfNamespaces(graph, path, block) : undefined,
        },
      ];
    case 'shape':
      return [
        { block, depth: 'shape', modules: isPredictable ? modulesOfBases(graph, path, block) : undefined },
      ];
    case 'exports':
      return isCyclic ? [{ block, depth: 'full' }] : [];
    case 'reads':
      return isCyclic ? [{ block, depth: 'shape' }] : [];
    case 'no':
      return [];
  }
}
