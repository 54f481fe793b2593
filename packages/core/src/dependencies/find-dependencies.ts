import type { ModuleGraph } from '../graph/module-graph';
import { entry, manifestKeys } from '../graph/module-index';
import { digestParts } from '../model/digest';
import type { BlockDependency, BlockModel, ModuleModel, Reference } from '../model/module-model';
import { moduleText } from '../model/probe-marks';
import { type BlockKey, formatBlockId } from '../records/block-id';
import type { ExecutedBlocks } from '../records/test-execution';
import type { Depth } from './depth';
import { ExportFollower } from './export-follower';
import type { GraphAnalysis } from './graph-analysis';
import type { Linking } from './load-plans';
import { ModuleLoader } from './module-loader';
import { type Arrival, type Dependencies, isAsDeep, Traversal, type UntraceableCause } from './traversal';

export type { Dependencies } from './traversal';

/** Where the dependencies of one test file start. Paths relative to the workspace root. */
export interface TestRoots extends Linking {
  readonly testFile: string;
  /** Project the test file belongs to. */
  readonly project: string;
  /** Modules that run around it, also elsewhere: the runner's configuration, global setup, a custom environment. */
  readonly setup: readonly string[];
  /** Modules that run before it, in its own process and realm, so that their execution is seen with its own. */
  readonly setupFiles?: readonly string[];
  /** Packages that take part in every run: the runner itself and its environments. */
  readonly packages: readonly string[];
  /** What was observed when the test file ran; absent where its reads are not all known. */
  readonly observed?: ObservedRun;
}

/** A run of which all reads are known, so that what literals name does not count by itself. */
export interface ObservedRun {
  /** Whether a process or a thread was started that was not traced. */
  readonly startedProcess: boolean;
}

/**
 * Traverses the dependency graph from a test file to everything it could reach: the load closure of its imports and
 * setup with all their effects, and the reference closure of its own code and those effects.
 *
 * @param collected limits the traversal from the test file and its setup files: in modules with probes only bodies
 *   that were executed are entered. What the rest of the setup reaches is not limited, for parts of it run in
 *   processes without probes.
 */
export function findDependencies(
  analysis: GraphAnalysis,
  roots: TestRoots,
  collected: ExecutedBlocks = new Map(),
): Dependencies {
  return new DependencyFinder(analysis, roots, collected).find();
}

/** The block that holds the order in which effects run; what is loaded decides it. */
export function loadOrderOf(testFile: string): BlockKey {
  return formatBlockId({ kind: 'load-order', module: testFile });
}

class DependencyFinder {
  private readonly graph: ModuleGraph;
  private readonly traversal: Traversal;
  private readonly loader: ModuleLoader;
  private readonly exports: ExportFollower;
  private readonly entered = new Map<string, Depth>();
  private readonly mocked = new Set<string>();
  private entersExecutedOnly = false;

  constructor(
    private readonly analysis: GraphAnalysis,
    private readonly roots: TestRoots,
    private readonly collected: ExecutedBlocks,
  ) {
    this.graph = analysis.graph;
    this.traversal = new Traversal(analysis, roots.project);
    const enter = this.enter.bind(this);
    const follow = this.follow.bind(this);
    this.loader = new ModuleLoader(
      this.traversal,
      { enter, use: (path, name, arrival) => this.exports.use(path, name, arrival) },
      roots,
    );
    this.exports = new ExportFollower(this.traversal, {
      load: (path, cause) => this.loader.load(path, cause),
      enter,
      follow,
    });
  }

  find(): Dependencies {
    const { traversal, roots } = this;
    for (const name of roots.packages) traversal.addAll([this.graph.packageFingerprint(name)], undefined);
    if (roots.observed) traversal.observe(roots.observed.startedProcess ? noCauses : processCauses);
    for (const path of roots.setup) this.start(path);
    this.entersExecutedOnly = true;
    for (const path of roots.setupFiles ?? []) this.start(path);
    // Setup files may load modules before loads are reported, and the rest of the setup runs in other processes.
    if (roots.observed) traversal.observe(roots.observed.startedProcess ? loadCauses : observableCauses);
    this.start(roots.testFile);
    // Sorted, so that the order of effects does not depend on the caller.
    const executed = [...this.collected].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [path, names] of executed) this.enterExecuted(path, names);
    this.enterUsersOfMocks();
    this.enterUnnamedExports();
    traversal.add(loadOrderOf(roots.testFile), digestParts(this.loader.effects), undefined);
    return traversal.found;
  }

  /** A mock may be no class, or lack a name: then what is evaluated at load fails. */
  private enterUsersOfMocks(): void {
    for (const { path, block, depth, modules } of this.loader.unseen)
      if (modules.some((one) => this.mocked.has(one))) this.enter(path, block, { depth, cause: path });
    this.traversal.finish();
  }

  private start(path: string): void {
    this.loader.load(path, undefined);
    this.enterDeclarations(path);
  }

  private enterDeclarations(path: string): void {
    const arrival: Arrival = { depth: 'full', cause: path };
    if (this.isManifest(path)) this.exports.use(path, '*', arrival);
    for (const block of this.graph.model(path)?.blocks ?? []) this.enter(path, block, arrival);
    this.traversal.finish();
  }

  /**
   * Enters the declarations of all loaded modules where something loads modules by computed names: it may ask any of
   * them for any export, and those that are no functions have no probe that would tell.
   */
  private enterUnnamedExports(): void {
    const { needsTracedLoads, modules } = this.traversal.found;
    // The set grows meanwhile.
    if (needsTracedLoads) for (const path of modules) this.enterDeclarations(path);
  }

  /** Enters what was executed although nothing that can be read from the code leads to it. */
  private enterExecuted(path: string, names: ReadonlySet<string>): void {
    const arrival: Arrival = { depth: 'full', cause: this.roots.testFile };
    const isReached = this.traversal.isLoaded(path);
    this.loader.load(path, this.roots.testFile);
    // No code that is known loads the module, so no code says which exports are used.
    if (!isReached) this.enterDeclarations(path);
    const model = this.graph.model(path);
    if (names.has(moduleText)) this.traversal.add(...this.wholeText(path), this.roots.testFile);
    for (const block of model?.blocks ?? []) {
      if (block.parent === undefined || !names.has(block.name)) continue;
      const parent = this.analysis.index(model!).blocks.get(block.parent);
      for (const one of [parent, block]) if (one) this.enter(path, one, arrival);
    }
    this.traversal.finish();
  }

  private wholeText(path: string): [BlockKey, string] {
    return [formatBlockId({ kind: 'text', module: path }), this.graph.model(path)?.contentHash ?? 'missing'];
  }

  private enter(path: string, block: BlockModel, { depth, cause }: Arrival): void {
    const { traversal } = this;
    const model = this.graph.model(path)!;
    const { block: id, hash } = this.analysis.fingerprint(path, model, block);
    if (isAsDeep(this.entered.get(id), depth) || this.wasNotExecuted(path, block)) return;
    this.entered.set(id, depth);
    traversal.add(id, hash, cause);
    const onward: Arrival = { depth, cause: id };
    for (const reference of block.references) {
      if (depth === 'full' || reference.use === 'heritage') {
        const arrival: Arrival = reference.use === 'instance-check' ? { ...onward, depth: 'shape' } : onward;
        traversal.defer(() => this.follow(path, model, reference, arrival));
      }
    }
    if (depth === 'shape') return;
    for (const body of this.analysis.index(model).bodies.get(block.name) ?? []) {
      traversal.defer(() => this.enter(path, body, onward));
    }
    for (const dependency of block.dependencies)
      traversal.defer(() => this.followDependency(path, dependency, onward));
    for (const kind of block.fallbackCauses) traversal.fallBack(path, { kind, module: path, block: id });
  }

  /** Not executed: otherwise its probe would be marked. Mocks and globs in it are hoisted, so they count on load. */
  private wasNotExecuted(path: string, { name, parent, dependencies }: BlockModel): boolean {
    if (!this.entersExecutedOnly || parent === undefined || this.collected.get(path)?.has(name) !== false)
      return false;
    return !dependencies.some(({ kind }) => kind === 'mock' || kind === 'glob');
  }

  private follow(path: string, model: ModuleModel, reference: Reference, arrival: Arrival): void {
    this.enterLocal(path, model, reference.name, arrival);
    const binding = entry(model.bindings, reference.name);
    if (!binding) return;
    const resolution = this.graph.resolve(path, binding.specifier);
    this.traversal.addResolution(path, binding.specifier, resolution, arrival.cause);
    for (const target of resolution.modules) {
      const isObject = binding.name === '*' || (binding.name === 'default' && this.isManifest(target));
      const name = isObject ? (reference.member ?? binding.name) : binding.name;
      this.exports.use(target, name, arrival);
    }
  }

  private enterLocal(path: string, model: ModuleModel, name: string, arrival: Arrival): void {
    const declared = entry(model.declarations, name);
    const block = declared === undefined ? undefined : this.analysis.index(model).blocks.get(declared);
    if (block) this.traversal.defer(() => this.enter(path, block, arrival));
  }

  private isManifest(path: string): boolean {
    const model = this.graph.model(path);
    return model !== undefined && manifestKeys(path, model) !== undefined;
  }

  private followDependency(path: string, { kind, specifier }: BlockDependency, arrival: Arrival): void {
    switch (kind) {
      case 'asset':
        if (!this.roots.observed) this.traversal.addAll(this.graph.asset(path, specifier), arrival.cause);
        return;
      case 'glob':
        return this.useAll(this.graph.glob(path, specifier), arrival);
      case 'names':
        // They are part of the fingerprint of the block.
        return;
      case 'import': {
        const resolution = this.graph.resolve(path, specifier);
        this.traversal.addResolution(path, specifier, resolution, arrival.cause);
        return this.useAll(resolution.modules, arrival);
      }
      case 'mock': {
        // A mock with a factory may stand for a module that does not exist.
        const resolution = { ...this.graph.resolve(path, specifier), unknown: false };
        this.traversal.addResolution(path, specifier, resolution, arrival.cause);
        for (const module of resolution.modules) this.mocked.add(module);
        return this.useAll([...resolution.modules, ...this.graph.mocks(path, specifier)], arrival);
      }
    }
  }

  private useAll(targets: readonly string[], arrival: Arrival): void {
    for (const target of targets) this.traversal.defer(() => this.exports.use(target, '*', arrival));
  }
}

const noCauses: ReadonlySet<UntraceableCause> = new Set();
const processCauses: ReadonlySet<UntraceableCause> = new Set(['starts-process']);
/** The loaded modules show what these lead to. */
const loadCauses: ReadonlySet<UntraceableCause> = new Set([
  'computed-import',
  'evaluates-code',
  'unresolved-import',
]);
const observableCauses: ReadonlySet<UntraceableCause> = new Set([...processCauses, ...loadCauses]);
