import type { ModuleGraph, Resolution } from '../graph/module-graph';
import { fallbackKey } from '../fallback/describe-fallback';
import type { Fallback } from '../fallback/fallback';
import { describeResolution } from '../graph/module-index';
import { digestParts } from '../model/digest';
import type { FallbackCause } from '../model/module-model';
import { type BlockKey, formatBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import type { TraversalDepth } from './traversal-depth';
import type { GraphAnalysis } from './graph-analysis';

/** Everything that a test file could reach, found without running it. */
export interface Dependencies {
  /** Digest of every block it depends on. */
  readonly hashes: ReadonlyMap<BlockKey, string>;
  /** For each block, the block that led to it; roots have none. */
  readonly causes: ReadonlyMap<string, string | undefined>;
  /** Modules that are loaded. */
  readonly modules: ReadonlySet<string>;
  /** Of these, the ones that the runner alone loads, as its configuration. */
  readonly configurations: ReadonlySet<string>;
  /** Projects whose files a loaded module may read by path. */
  readonly readingProjects: ReadonlySet<string>;
  /** Projects of which every file counts, because something in them can't be followed; with all causes. */
  readonly fallbackProjects: ReadonlyMap<string, readonly Fallback[]>;
  /** True where the modules that were loaded stand for something that can't be followed. */
  readonly needsTracedLoads: boolean;
}

/** Why something in a module can't be followed: an import in it, or what a block does. */
export type UntraceableCause = FallbackCause | 'unresolved-import';

/** How a block or a name is reached. */
export interface ReachedBy {
  readonly depth: TraversalDepth;
  /** The block or module that leads there. */
  readonly cause: string;
  /** Set where the runner takes what is reached as its configuration. */
  readonly asConfiguration?: true;
}

/** A traversal of the dependency graph from one test file: what it has found, and the steps still to be done. */
export class Traversal {
  readonly graph: ModuleGraph;
  private readonly hashes = new Map<BlockKey, string>();
  private readonly causes = new Map<string, string | undefined>();
  private readonly modules = new Set<string>();
  private readonly configurations = new Set<string>();
  private readonly readingProjects = new Set<string>();
  private readonly fallbackProjects = new Map<string, Map<string, Fallback>>();
  private readonly deferred: (() => void)[] = [];
  private needsTracedLoads = false;
  private observed: ReadonlySet<UntraceableCause> = new Set();

  /** @param project stands in for the project of a module that belongs to none */
  constructor(
    readonly analysis: GraphAnalysis,
    private readonly project: string,
  ) {
    this.graph = analysis.graph;
  }

  get found(): Dependencies {
    const { hashes, causes, modules, configurations, readingProjects, needsTracedLoads } = this;
    const fallbackProjects = new Map(
      [...this.fallbackProjects].map(([project, fallbacks]) => [project, [...fallbacks.values()]]),
    );
    return {
      hashes,
      causes,
      modules,
      configurations,
      readingProjects,
      fallbackProjects,
      needsTracedLoads,
    };
  }

  /** From now on, what these causes may lead to has been observed while the test file ran. */
  observe(causes: ReadonlySet<UntraceableCause>): void {
    this.observed = causes;
  }

  /** Adds a block with its digest. The first way to a block is the one that `explain` shows. */
  add(block: BlockKey, hash: string, cause: string | undefined): void {
    if (this.hashes.has(block)) return;
    this.hashes.set(block, hash);
    this.causes.set(block, cause);
  }

  addAll(fingerprints: readonly Fingerprint[], cause: string | undefined): void {
    for (const { block, hash } of fingerprints) this.add(block, hash, cause);
  }

  /** Adds the packages and the missing or ambiguous target of a resolution; its modules are added separately. */
  addResolution(path: string, specifier: string, resolution: Resolution, cause: string): void {
    for (const name of resolution.packages) this.addAll([this.graph.packageFingerprint(name)], cause);
    // One of several may be removed and leave no other block: the source of a built module that only re-exports.
    if (resolution.modules.length > 1)
      this.add(
        formatBlockId({ kind: 'hop', module: path, name: `from ${specifier}` }),
        digestParts([describeResolution(resolution)]),
        cause,
      );
    if (resolution.missing)
      this.add(formatBlockId({ kind: 'hop', module: path, name: specifier }), 'missing', cause);
    if (resolution.unknown)
      this.fallBack(path, { kind: 'unresolved-import', module: path, subject: specifier });
  }

  /** Makes the whole project count, because something in a module can't be followed and was not observed. */
  fallBack(path: string, fallback: Fallback & { readonly kind: UntraceableCause }): void {
    const { kind } = fallback;
    if (this.observed.has(kind)) {
      if (kind !== 'starts-process') this.needsTracedLoads = true;
      return;
    }
    for (const one of new Set([this.project, this.graph.projectOf(path) ?? this.project])) {
      const known = this.fallbackProjects.get(one) ?? new Map<string, Fallback>();
      this.fallbackProjects.set(one, known.set(fallbackKey(fallback), fallback));
    }
  }

  /** Whether something other than the runner, for its configuration, loads a module. */
  isLoaded(path: string): boolean {
    return this.modules.has(path) && !this.configurations.has(path);
  }

  /** @returns false where the module is loaded already */
  beginModule(path: string, cause: string | undefined): boolean {
    // A module that only the runner has loaded is loaded again for others.
    if (this.modules.has(path)) return this.configurations.delete(path);
    this.modules.add(path);
    this.causes.set(path, cause);
    return true;
  }

  /** From now on, these modules are loaded by the runner alone, until something else loads them. */
  endConfiguration(paths: readonly string[]): void {
    for (const path of paths) if (this.modules.has(path)) this.configurations.add(path);
  }

  /** Makes the data files of a module's project count: the module may read files by path. */
  addReadingProject(path: string): void {
    this.readingProjects.add(this.graph.projectOf(path) ?? this.project);
  }

  /** Does a step later, so that the depth of references never grows the call stack. */
  defer(step: () => void): void {
    this.deferred.push(step);
  }

  /** Does the deferred steps, and those that they defer. */
  finish(): void {
    for (let step = this.deferred.pop(); step; step = this.deferred.pop()) step();
  }
}

/** Whether something that was entered to one depth need not be entered again to another. */
export function coversDepth(known: TraversalDepth | undefined, wanted: TraversalDepth): boolean {
  return known === 'full' || known === wanted;
}
