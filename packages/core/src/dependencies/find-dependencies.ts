import type { ModuleGraph } from '../graph/module-graph';
import { ownEntry, manifestKeys } from '../graph/module-index';
import { digestParts } from '../model/digest';
import { optionsOf } from '../model/block-name';
import type { BlockModel, ModuleModel, Reference } from '../model/module-model';
import { moduleText } from '../model/probe-marks';
import { type BlockKey, formatBlockId } from '../records/block-id';
import type { ExecutedBlocks } from '../records/test-execution';
import { BlockDependencyFollower } from './block-dependency-follower';
import { ConfigurationLoader, needsWholeConfigurations } from './configuration-loader';
import type { TraversalDepth } from './traversal-depth';
import { ExportFollower } from './export-follower';
import type { GraphAnalysis } from './graph-analysis';
import { reexports, listsExports } from '../model/listed-exports';
import { ModuleLoader } from './module-loader';
import { requiredName } from './name-of-require';
import { loadCauses, noCauses, observableCauses, processCauses } from './observable-causes';
import type { TestRoots } from './test-roots';
import { type Origin, type Dependencies, coversDepth, Traversal } from './traversal';

export type { Configurations, TestRoots } from './test-roots';
export type { Dependencies } from './traversal';

/**
 * Traverses the dependency graph from a test file to everything it could reach: all modules that its imports and
 * setup load, with their effects, and everything that its own code and these effects reference.
 *
 * @param collected limits the traversal from the test file and its setup files: in modules with probes, only executed
 *   bodies are entered. It does not limit the rest of the setup, because parts of that run in processes without
 *   probes.
 */
export function findDependencies(
  analysis: GraphAnalysis,
  roots: TestRoots,
  collected: ExecutedBlocks = new Map(),
): Dependencies {
  return new DependencyFinder(analysis, roots, collected).find();
}

/** The block for the order in which effects run. The loaded modules determine it. */
export function loadOrderOf(testFile: string): BlockKey {
  return formatBlockId({ kind: 'load-order', module: testFile });
}

class DependencyFinder {
  private readonly graph: ModuleGraph;
  private readonly traversal: Traversal;
  private readonly loader: ModuleLoader;
  private readonly exports: ExportFollower;
  private readonly dependencies: BlockDependencyFollower;
  private readonly configurations: ConfigurationLoader;
  private readonly entered = new Map<string, TraversalDepth>();
  private entersExecutedOnly = false;

  constructor(
    private readonly analysis: GraphAnalysis,
    private readonly roots: TestRoots,
    private readonly collected: ExecutedBlocks,
  ) {
    this.graph = analysis.graph;
    this.traversal = new Traversal(analysis, roots.project);
    const follow = this.follow.bind(this);
    this.loader = new ModuleLoader(
      this.traversal,
      {
        enter: (path, block, origin) => this.enter(path, block, this.configurations.loadedBy(path, origin)),
        use: (path, name, origin) => this.exports.use(path, name, origin),
      },
      roots,
    );
    this.exports = new ExportFollower(this.traversal, {
      load: (path, cause) => this.loader.load(path, cause),
      follow,
    });
    this.dependencies = new BlockDependencyFollower(
      this.traversal,
      this.exports,
      roots.observed !== undefined,
    );
    this.configurations = new ConfigurationLoader(this.traversal, {
      load: (path) => this.loader.load(path, undefined),
      enterDeclarations: this.enterDeclarations.bind(this),
      follow,
      use: (path, name, origin) => this.exports.use(path, name, origin),
    });
  }

  find(): Dependencies {
    const { traversal, roots } = this;
    for (const name of roots.packages) traversal.addAll([this.graph.packageFingerprint(name)], undefined);
    if (roots.observed) traversal.observe(roots.observed.startedProcess ? noCauses : processCauses);
    if (roots.configurations && roots.observed) this.configurations.start(roots.configurations);
    for (const path of roots.setup) this.startAround(path);
    this.finishConfigurations();
    this.entersExecutedOnly = true;
    for (const path of roots.setupFiles ?? []) this.start(path);
    // Setup files may load modules before loads are traced, and the rest of the setup runs in other processes.
    if (roots.observed) traversal.observe(roots.observed.startedProcess ? loadCauses : observableCauses);
    this.start(roots.testFile);
    // Sorted, so that the order of effects does not depend on the caller.
    const executed = [...this.collected].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [path, names] of executed) this.enterExecuted(path, names);
    this.enterUsersOfMocks();
    this.useUnnamedExports();
    traversal.add(loadOrderOf(roots.testFile), digestParts(this.loader.effects), undefined);
    return traversal.found;
  }

  /** Enters code that uses mocked modules while it is loaded. It fails if the mock is not a class or lacks a name. */
  private enterUsersOfMocks(): void {
    for (const { path, block, depth, modules } of this.loader.unobservable)
      if (modules.some((one) => this.dependencies.mocked.has(one)))
        this.enter(path, block, { depth, cause: path });
    this.traversal.finish();
  }

  private start(path: string): void {
    this.loader.load(path, undefined);
    this.enterDeclarations(path);
  }

  /** Starts at a module whose exports the test runner uses or passes on, including its re-exports. */
  private startAround(path: string): void {
    this.start(path);
    const model = this.graph.model(path);
    if (model && listsExports(model) && reexports(model)) this.useExports(path);
  }

  private enterDeclarations(path: string, origin: Origin = { depth: 'full', cause: path }): void {
    const model = this.graph.model(path);
    if (this.isManifest(path) || model?.hasListedExports) this.exports.use(path, '*', origin);
    for (const block of model?.blocks ?? [])
      // Loading enters the other blocks, if their effects can be observed.
      if (block.eager !== 'exports') this.enter(path, block, origin);
    this.traversal.finish();
  }

  private useExports(path: string): void {
    this.exports.use(path, '*', { depth: 'full', cause: path });
    this.traversal.finish();
  }

  /** Enters the whole configurations if code other than the test runner may use the options that were left out. */
  private finishConfigurations(): void {
    const { roots, graph, traversal } = this;
    if (!roots.configurations || !needsWholeConfigurations(graph, roots, traversal.found)) return;
    for (const path of roots.configurations.modules) this.startAround(path);
  }

  /**
   * Uses all exports of all loaded modules if a module is loaded by a computed name. The loading code may use any
   * export, and exports that are not functions have no probe that would show their use.
   */
  private useUnnamedExports(): void {
    const { needsTracedLoads, modules } = this.traversal.found;
    if (!needsTracedLoads) return;
    // If the test file loads a module of the configuration, its loads or probes show it. The set of modules grows
    // during the loop.
    for (const path of modules) if (this.traversal.isLoaded(path)) this.useExports(path);
  }

  /** Enters executed blocks to which no known code leads. */
  private enterExecuted(path: string, names: ReadonlySet<string>): void {
    const origin: Origin = { depth: 'full', cause: this.roots.testFile };
    const isReached = this.traversal.isLoaded(path);
    this.loader.load(path, this.roots.testFile);
    const model = this.graph.model(path);
    if (!isReached && this.wasUnreached(path, model)) this.useExports(path);
    if (names.has(moduleText)) this.traversal.add(...this.wholeText(path), this.roots.testFile);
    for (const block of model?.blocks ?? []) {
      if (block.parent === undefined || !names.has(block.name)) continue;
      const parent = this.analysis.index(model!).blocks.get(block.parent);
      for (const one of [parent, block]) if (one) this.enter(path, one, origin);
    }
    this.traversal.finish();
  }

  /**
   * Whether no known code loaded the module when it was executed, so that it is unknown which of its exports were
   * used. If known code led to it then and no longer does, that code has changed, and its own block shows the change.
   */
  private wasUnreached(path: string, model: ModuleModel | undefined): boolean {
    // The exports of a file that is not code are its content, and no block shows whether they counted.
    return model?.kind === 'whole-file' || this.roots.wholeExports?.has(path) !== false;
  }

  private wholeText(path: string): [BlockKey, string] {
    return [formatBlockId({ kind: 'text', module: path }), this.graph.model(path)?.contentHash ?? 'missing'];
  }

  private enter(path: string, given: BlockModel, { depth, cause, asConfiguration }: Origin): void {
    const { traversal } = this;
    const model = this.graph.model(path)!;
    const options = asConfiguration && this.analysis.index(model).blocks.get(optionsOf(given.name));
    const block = options ?? given;
    const { block: id, hash } = this.analysis.fingerprint(path, model, block);
    if (coversDepth(this.entered.get(id), depth) || this.wasNotExecuted(path, block)) return;
    this.entered.set(id, depth);
    traversal.add(id, hash, cause);
    const onward: Origin = { depth, cause: id };
    for (const reference of block.references) {
      if (depth === 'full' || reference.use === 'heritage') {
        const origin: Origin = reference.use === 'instance-check' ? { ...onward, depth: 'shape' } : onward;
        traversal.defer(() => this.follow(path, model, reference, origin));
      }
    }
    if (depth === 'shape') return;
    const toBody: Origin = asConfiguration ? { ...onward, asConfiguration } : onward;
    for (const body of this.analysis.index(model).bodies.get(given.name) ?? []) {
      traversal.defer(() => this.enter(path, body, toBody));
    }
    for (const dependency of block.dependencies)
      traversal.defer(() => this.dependencies.follow(path, dependency, onward));
    for (const kind of block.fallbackCauses) traversal.fallBack(path, { kind, module: path, block: id });
  }

  /**
   * Whether the block was not executed: its probe is not marked. Mocks and globs are hoisted, so blocks that contain
   * them count when the module is loaded.
   */
  private wasNotExecuted(path: string, { name, parent, dependencies }: BlockModel): boolean {
    if (!this.entersExecutedOnly || parent === undefined || this.collected.get(path)?.has(name) !== false)
      return false;
    return !dependencies.some(({ kind }) => kind === 'mock' || kind === 'glob');
  }

  private follow(path: string, model: ModuleModel, reference: Reference, reached: Origin): void {
    this.enterLocal(path, model, reference.name, reached);
    const origin: Origin = { depth: reached.depth, cause: reached.cause };
    const binding = ownEntry(model.bindings, reference.name);
    if (!binding) return;
    const resolution = this.graph.resolve(path, binding.specifier);
    this.traversal.addResolution(path, binding.specifier, resolution, origin.cause);
    for (const target of resolution.modules) {
      const isObject = binding.name === '*' || (binding.name === 'default' && this.isManifest(target));
      const name = isObject ? (reference.member ?? binding.name) : binding.name;
      this.exports.use(target, binding.isRequired ? requiredName(this.graph, target, name) : name, origin);
    }
  }

  private enterLocal(path: string, model: ModuleModel, name: string, origin: Origin): void {
    const declared = ownEntry(model.declarations, name);
    const block = declared === undefined ? undefined : this.analysis.index(model).blocks.get(declared);
    if (block) this.traversal.defer(() => this.enter(path, block, origin));
  }

  private isManifest(path: string): boolean {
    const model = this.graph.model(path);
    return model !== undefined && manifestKeys(path, model) !== undefined;
  }
}
