import { type Collected, probesOf } from './collected';
import { digestParts } from './digest';
import type { Fingerprint } from './fact';
import { isInImportCycle } from './import-cycles';
import type { ModuleGraph, Resolution } from './module-graph';
import { blockHash, describeResolution, entry, indexModule } from './module-index';
import type { BlockDependency, BlockModel, ModuleModel, Reference } from './module-model';

/** Where the dependencies of one test file start. Paths relative to the workspace root. */
export interface TestRoots {
  readonly testFile: string;
  /** Project the test file belongs to. */
  readonly project: string;
  /** Modules that run before or around it: the runner's configuration, setup files, a custom environment. */
  readonly setup: readonly string[];
  /** Packages that take part in every run: the runner itself and its environments. */
  readonly packages: readonly string[];
}

/** What a test file could reach: the static answer, no run needed. */
export interface Dependencies {
  /** Digest of every block it depends on. */
  readonly hashes: ReadonlyMap<string, string>;
  /** For each block, the block that led to it; roots have none. */
  readonly causes: ReadonlyMap<string, string | undefined>;
  /** Modules that are loaded. */
  readonly modules: ReadonlySet<string>;
  /** Projects whose files a loaded module may read by path. */
  readonly readingProjects: ReadonlySet<string>;
  /** Projects that count as a whole, because something in them can't be followed; with the reason. */
  readonly opaqueProjects: ReadonlyMap<string, string>;
}

/** `shape`: the block alone, and its heritage. `whole`: all it names, and the bodies in it. */
type Depth = 'shape' | 'whole';

/**
 * Walks from a test file to everything it could reach: the load closure of its imports and setup with all
 * their effects, and the reference closure of its own code and those effects.
 *
 * @param collected narrows the walk from the test file: in modules with probes only bodies that ran are
 *   entered. What the setup reaches is not narrowed, for parts of it run in processes without probes.
 */
export function findDependencies(graph: ModuleGraph, roots: TestRoots, collected?: Collected): Dependencies {
  const hashes = new Map<string, string>();
  const causes = new Map<string, string | undefined>();
  const modules = new Set<string>();
  const readingProjects = new Set<string>();
  const opaqueProjects = new Map<string, string>();
  const effects: string[] = [];
  const entered = new Map<string, Depth>();
  const used = new Map<string, Depth>();
  // Entering is put off while modules load, so that the depth of references never grows the stack.
  const pending: (() => void)[] = [];
  let isNarrowing = false;

  function add(block: string, hash: string, cause: string | undefined): void {
    if (hashes.has(block)) return;
    hashes.set(block, hash);
    causes.set(block, cause);
  }

  function addAll(fingerprints: readonly Fingerprint[], cause: string | undefined): void {
    for (const { block, hash } of fingerprints) add(block, hash, cause);
  }

  function doubt(path: string, why: string): void {
    for (const project of [roots.project, graph.projectOf(path) ?? roots.project]) {
      if (!opaqueProjects.has(project)) opaqueProjects.set(project, why);
    }
  }

  function load(start: string, cause: string | undefined): void {
    const open: { path: string; model: ModuleModel; targets: string[]; next: number }[] = [];
    const begin = (path: string, from: string | undefined) => {
      if (modules.has(path)) return;
      modules.add(path);
      const model = graph.model(path);
      if (!model) return add(path, 'missing', from);
      causes.set(path, from);
      addAll(graph.surroundings(path), from);
      if (model.pragmas.length > 0) add(`${path}#<pragmas>`, digestParts(model.pragmas), from);
      if (model.kind === 'opaque') add(path, model.contentHash, from);
      if (model.readsFiles) readingProjects.add(graph.projectOf(path) ?? roots.project);
      open.push({ path, model, targets: importTargets(path, model), next: 0 });
    };
    begin(start, cause);
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const target = top.targets[top.next++];
      if (target !== undefined) begin(target, top.path);
      else {
        open.pop();
        evaluate(top.path, top.model);
      }
    }
  }

  function importTargets(path: string, model: ModuleModel): string[] {
    const targets: string[] = [];
    for (const { specifier, kind } of model.imports) {
      if (kind === 'type' || (kind === 'elidable' && !graph.keepsTypeImports(path))) continue;
      const resolution = graph.resolve(path, specifier);
      note(path, specifier, resolution, path);
      targets.push(...resolution.modules);
      if (model.kind === 'opaque') {
        pending.push(() => resolution.modules.forEach((target) => use(target, '*', 'whole', path)));
      }
    }
    return targets;
  }

  /** What a resolution says beside its modules: packages, and that nothing is there. */
  function note(path: string, specifier: string, resolution: Resolution, cause: string): void {
    for (const name of resolution.packages) addAll([graph.packageFingerprint(name)], cause);
    if (resolution.missing) add(`${path}=>${specifier}`, 'missing', cause);
    if (resolution.unknown) doubt(path, `${path} imports ${specifier}, which can't be resolved`);
  }

  function evaluate(path: string, model: ModuleModel): void {
    const cyclic = isInImportCycle(graph, path);
    if (cyclic) effects.push(path);
    for (const block of model.blocks) {
      if (block.eager === 'yes') {
        effects.push(`${path}#${block.name}`);
        pending.push(() => enter(path, block, 'whole', path));
      } else if (block.eager === 'shape' || (block.eager === 'reads' && cyclic)) {
        pending.push(() => enter(path, block, 'shape', path));
      }
    }
  }

  function enter(path: string, block: BlockModel, depth: Depth, cause: string): void {
    const id = `${path}#${block.name}`;
    if (isAsDeep(entered.get(id), depth) || isUnused(path, block)) return;
    entered.set(id, depth);
    const model = graph.model(path)!;
    add(id, blockHash(graph, path, model, block), cause);
    for (const reference of block.references) {
      if (depth === 'whole' || reference.use === 'heritage') {
        pending.push(() => follow(path, model, reference, depth, id));
      }
    }
    if (depth === 'shape') return;
    for (const body of indexModule(model).bodies.get(block.name) ?? []) {
      pending.push(() => enter(path, body, 'whole', id));
    }
    for (const dependency of block.dependencies) pending.push(() => depend(path, dependency, id));
    for (const kind of block.doubts) doubt(path, `${id} ${doubts[kind]}`);
  }

  /** A body that would have been seen, had it run. Mocks in it are hoisted: they count when the module loads. */
  function isUnused(path: string, { name, parent, dependencies }: BlockModel): boolean {
    if (!isNarrowing || parent === undefined || collected?.get(path)?.has(name) !== false) return false;
    return !dependencies.some(({ kind }) => kind === 'mock');
  }

  function follow(path: string, model: ModuleModel, reference: Reference, depth: Depth, cause: string): void {
    enterLocal(path, model, reference.name, depth, cause);
    const binding = entry(model.bindings, reference.name);
    if (!binding) return;
    const resolution = graph.resolve(path, binding.specifier);
    note(path, binding.specifier, resolution, cause);
    const name = binding.name === '*' ? (reference.member ?? '*') : binding.name;
    for (const target of resolution.modules) use(target, name, depth, cause);
  }

  function enterLocal(path: string, model: ModuleModel, name: string, depth: Depth, cause: string): void {
    const declared = entry(model.declarations, name);
    const block = declared === undefined ? undefined : indexModule(model).blocks.get(declared);
    if (block) pending.push(() => enter(path, block, depth, cause));
  }

  function use(path: string, name: string, depth: Depth, cause: string): void {
    const hop = `${path}=>${name}`;
    if (isAsDeep(used.get(hop), depth)) return;
    used.set(hop, depth);
    load(path, cause);
    const model = graph.model(path);
    if (!model || model.kind === 'opaque') return;
    if (model.commonJs || Object.hasOwn(model.exports, 'export=')) return useWhole(path, model, depth, cause);
    if (name === '*') {
      const names = Object.keys(model.exports);
      add(hop, digestParts([...names].sort()), cause);
      for (const exported of names) pending.push(() => use(path, exported, depth, hop));
      for (const star of model.stars) hopTo(path, star, '*', depth, hop);
      return;
    }
    const target = entry(model.exports, name);
    if (target?.kind === 'local') {
      follow(path, model, { name: target.name, use: 'value' }, depth, cause);
    } else if (target) {
      add(hop, digestParts([target.name, describeResolution(graph.resolve(path, target.specifier))]), cause);
      hopTo(path, target.specifier, target.name, depth, hop);
    } else useStars(path, model, name, depth, cause);
  }

  function useWhole(path: string, model: ModuleModel, depth: Depth, cause: string): void {
    for (const block of model.blocks) pending.push(() => enter(path, block, depth, cause));
    for (const star of model.stars) hopTo(path, star, '*', depth, cause);
    for (const { specifier } of model.imports) hopTo(path, specifier, '*', depth, cause);
  }

  function useStars(path: string, model: ModuleModel, name: string, depth: Depth, cause: string): void {
    const hop = `${path}=>${name}`;
    const providers = model.stars.filter((star) => mayProvide(graph, path, star, name, new Set()));
    const places = providers.map((star) => describeResolution(graph.resolve(path, star)));
    add(hop, providers.length === 0 ? 'missing' : digestParts(places), cause);
    for (const star of providers) hopTo(path, star, name, depth, hop);
  }

  function hopTo(path: string, specifier: string, name: string, depth: Depth, cause: string): void {
    const resolution = graph.resolve(path, specifier);
    note(path, specifier, resolution, cause);
    for (const target of resolution.modules) pending.push(() => use(target, name, depth, cause));
  }

  function depend(path: string, { kind, specifier }: BlockDependency, cause: string): void {
    if (kind === 'asset') return addAll(graph.asset(path, specifier), cause);
    if (kind === 'glob') {
      for (const target of graph.glob(path, specifier)) pending.push(() => use(target, '*', 'whole', cause));
      return;
    }
    const resolution = graph.resolve(path, specifier);
    // A mock with a factory may stand for a module that does not exist.
    note(path, specifier, kind === 'mock' ? { ...resolution, unknown: false } : resolution, cause);
    const stand = kind === 'mock' ? graph.mocks(path, specifier) : [];
    for (const target of [...resolution.modules, ...stand])
      pending.push(() => use(target, '*', 'whole', cause));
  }

  function start(path: string): void {
    load(path, undefined);
    const model = graph.model(path);
    if (model) for (const block of model.blocks) enter(path, block, 'whole', path);
    finish();
  }

  function finish(): void {
    for (let next = pending.pop(); next; next = pending.pop()) next();
  }

  /** What ran although nothing that the walk can see leads to it. */
  function enterCollected(path: string, names: ReadonlySet<string>): void {
    load(path, roots.testFile);
    add(probesOf(path), 'seen', path);
    const model = graph.model(path);
    for (const block of model?.blocks ?? []) {
      if (block.parent === undefined || !names.has(block.name)) continue;
      const parent = indexModule(model!).blocks.get(block.parent);
      for (const one of [parent, block]) if (one) enter(path, one, 'whole', roots.testFile);
    }
    finish();
  }

  for (const name of roots.packages) addAll([graph.packageFingerprint(name)], undefined);
  for (const path of roots.setup) start(path);
  isNarrowing = true;
  start(roots.testFile);
  for (const [path, names] of collected ?? []) enterCollected(path, names);
  add(loadOrderOf(roots.testFile), digestParts(effects), undefined);
  return { hashes, causes, modules, readingProjects, opaqueProjects };
}

/** The block that holds the order in which effects run; what is loaded decides it. */
export function loadOrderOf(testFile: string): string {
  return `${testFile}#<load order>`;
}

const doubts = {
  'computed-import': 'imports a module by a computed name',
  'starts-process': 'starts a process or a worker',
  'evaluates-code': 'evaluates code from text',
} as const;

function isAsDeep(known: Depth | undefined, wanted: Depth): boolean {
  return known === 'whole' || known === wanted;
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
