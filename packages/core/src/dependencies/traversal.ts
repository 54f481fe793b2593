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
  /** For each block, the block that led to it; `undefined` for roots. */
  readonly causes: ReadonlyMap<string, string | undefined>;
  /** Loaded modules. */
  readonly modules: ReadonlySet<string>;
  /** Those of the modules that only the test runner loads, as its configuration. */
  readonly configurations: ReadonlySet<string>;
  /** Projects whose files a loaded module may read by path. */
  readonly readingProjects: ReadonlySet<string>;
  /** Projects of which every file counts, because something in them can't be followed; with all causes. */
  readonly fallbackProjects: ReadonlyMap<string, readonly Fallback[]>;
  /** True if the dependencies are complete only with the traced loads, because something can't be followed. */
  readonly needsTracedLoads: boolean;
}

/** Why something in a module can't be followed: an unresolved import, or the behavior of a block. */
export type UnresolvedCause = FallbackCause | 'unresolved-import';

/** How a block or a name is reached. */
export interface Origin {
  readonly depth: TraversalDepth;
  /** The block or module that leads to it. */
  readonly cause: string;
  /** Set if the test runner uses the reached block or name as its configuration. */
  readonly asConfiguration?: true;
}

/** A traversal of the dependency graph from one test file: what was found, and the remaining steps. */
export class Traversal {
  readonly graph: ModuleGraph;
  private readonly hashes = new Map<BlockKey, string>();
  /** All digests of blocks that were added with several. */
  private readonly conflicts = new Map<BlockKey, Set<string>>();
  private readonly causes = new Map<string, string | undefined>();
  private readonly modules = new Set<string>();
  private readonly configurations = new Set<string>();
  private readonly readingProjects = new Set<string>();
  private readonly fallbackProjects = new Map<string, Map<string, Fallback>>();
  private readonly deferred: (() => void)[] = [];
  private needsTracedLoads = false;
  private observed: ReadonlySet<UnresolvedCause> = new Set();

  /** @param project used for modules outside all projects */
  constructor(
    readonly analysis: GraphAnalysis,
    private readonly project: string,
  ) {
    this.graph = analysis.graph;
  }

  get found(): Dependencies {
    const { causes, modules, configurations, readingProjects, needsTracedLoads } = this;
    const joined = [...this.conflicts].map(([block, digests]): [BlockKey, string] => [
      block,
      digestParts([...digests].sort()),
    ]);
    const hashes = joined.length === 0 ? this.hashes : new Map([...this.hashes, ...joined]);
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

  /** Sets the causes whose consequences were observed while the test file ran. */
  observe(causes: ReadonlySet<UnresolvedCause>): void {
    this.observed = causes;
  }

  /**
   * Adds a block with its digest. `explain` shows the first path to a block. Two digests of a block would be an error in
   * this program. Then each of them counts, because one alone would hide a change.
   */
  add(block: BlockKey, hash: string, cause: string | undefined): void {
    const known = this.hashes.get(block);
    if (known === undefined) {
      this.hashes.set(block, hash);
      this.causes.set(block, cause);
    } else if (known !== hash) {
      this.conflicts.set(block, (this.conflicts.get(block) ?? new Set([known])).add(hash));
    }
  }

  addAll(fingerprints: readonly Fingerprint[], cause: string | undefined): void {
    for (const { block, hash } of fingerprints) this.add(block, hash, cause);
  }

  /** Adds the packages and the missing or ambiguous target of a resolution. The caller adds its modules. */
  addResolution(path: string, specifier: string, resolution: Resolution, cause: string): void {
    for (const name of resolution.packages) this.addAll([this.graph.packageFingerprint(name)], cause);
    // One of several targets may be removed without a change of another block, for example the source of a built
    // module that only re-exports.
    if (resolution.modules.length > 1)
      this.add(
        formatBlockId({ kind: 'targets', module: path, specifier }),
        digestParts([describeResolution(resolution)]),
        cause,
      );
    if (resolution.missing)
      this.add(formatBlockId({ kind: 'unresolved', module: path, specifier }), 'missing', cause);
    if (resolution.unknown)
      this.fallBack(path, { kind: 'unresolved-import', module: path, subject: specifier });
  }

  /** Makes the whole project count, because something in a module can't be followed and was not observed. */
  fallBack(path: string, fallback: Fallback & { readonly kind: UnresolvedCause }): void {
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

  /** Whether a module is loaded by anything other than the test runner for its configuration. */
  isLoaded(path: string): boolean {
    return this.modules.has(path) && !this.configurations.has(path);
  }

  /** @returns false if the module is already loaded */
  beginModule(path: string, cause: string | undefined): boolean {
    // A module that only the test runner has loaded is loaded again for others.
    if (this.modules.has(path)) return this.configurations.delete(path);
    this.modules.add(path);
    this.causes.set(path, cause);
    return true;
  }

  /** Marks these modules as loaded by the test runner only, until something else loads them. */
  endConfiguration(paths: readonly string[]): void {
    for (const path of paths) if (this.modules.has(path)) this.configurations.add(path);
  }

  /** Makes the data files of a module's project count, because the module may read files by path. */
  addReadingProject(path: string): void {
    this.readingProjects.add(this.graph.projectOf(path) ?? this.project);
  }

  /** Defers a step, so that long chains of references don't overflow the call stack. */
  defer(step: () => void): void {
    this.deferred.push(step);
  }

  /** Runs the deferred steps, including those that they defer. */
  finish(): void {
    for (let step = this.deferred.pop(); step; step = this.deferred.pop()) step();
  }
}

/** Whether something that was entered to one depth need not be entered again to another. */
export function coversDepth(known: TraversalDepth | undefined, wanted: TraversalDepth): boolean {
  return known === 'full' || known === wanted;
}
