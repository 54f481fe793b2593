import { type Collected, probesOf } from './collected';
import { digestParts } from '../model/digest';
import { createExportFollower } from '../graph/follow-exports';
import { createLoader } from './load-modules';
import { type BlockKey, formatBlockId } from '../records/block-id';
import type { ModuleGraph } from '../graph/module-graph';
import { entry, indexModule, manifestKeys, placeBlock } from '../graph/module-index';
import type { BlockDependency, BlockModel, ModuleModel, Reference } from '../model/module-model';
import type { Linking } from './plan-load';
import { type Dependencies, type Depth, isAsDeep, startWalk } from './walk';

export type { Dependencies } from './walk';

/** Where the dependencies of one test file start. Paths relative to the workspace root. */
export interface TestRoots extends Linking {
  readonly testFile: string;
  /** Project the test file belongs to. */
  readonly project: string;
  /** Modules that run before or around it: the runner's configuration, setup files, a custom environment. */
  readonly setup: readonly string[];
  /** Packages that take part in every run: the runner itself and its environments. */
  readonly packages: readonly string[];
  /** True where all that is read at run time is known, so that what literals name does not count by itself. */
  readonly readsAreKnown?: boolean;
}

/**
 * Walks from a test file to everything it could reach: the load closure of its imports and setup with all
 * their effects, and the reference closure of its own code and those effects.
 *
 * @param collected narrows the walk from the test file: in modules with probes only bodies that ran are
 *   entered. What the setup reaches is not narrowed, for parts of it run in processes without probes.
 */
export function findDependencies(graph: ModuleGraph, roots: TestRoots, collected?: Collected): Dependencies {
  const walk = startWalk(graph, roots.project);
  const { load, effects } = createLoader(walk, { enter, use: (...target) => use(...target) }, roots);
  const { use } = createExportFollower(walk, { load, enter, follow });
  const entered = new Map<string, Depth>();
  let isNarrowing = false;

  function enter(path: string, block: BlockModel, depth: Depth, cause: string): void {
    const model = graph.model(path)!;
    const { block: id, hash } = placeBlock(graph, path, model, block);
    if (isAsDeep(entered.get(id), depth) || isUnused(path, block)) return;
    entered.set(id, depth);
    walk.add(id, hash, cause);
    for (const reference of block.references) {
      if (depth === 'whole' || reference.use === 'heritage') {
        walk.later(() => follow(path, model, reference, depth, id));
      }
    }
    if (depth === 'shape') return;
    for (const body of indexModule(model).bodies.get(block.name) ?? []) {
      walk.later(() => enter(path, body, 'whole', id));
    }
    for (const dependency of block.dependencies) walk.later(() => depend(path, dependency, id));
    for (const kind of block.doubts) walk.doubt(path, `${id} ${doubts[kind]}`);
  }

  /** Code that would have been seen, had it run. Mocks and globs in it are hoisted: they count on load. */
  function isUnused(path: string, { name, parent, dependencies }: BlockModel): boolean {
    if (!isNarrowing || parent === undefined || collected?.get(path)?.has(name) !== false) return false;
    return !dependencies.some(({ kind }) => kind === 'mock' || kind === 'glob');
  }

  function follow(path: string, model: ModuleModel, reference: Reference, depth: Depth, cause: string): void {
    enterLocal(path, model, reference.name, depth, cause);
    const binding = entry(model.bindings, reference.name);
    if (!binding) return;
    const resolution = graph.resolve(path, binding.specifier);
    walk.note(path, binding.specifier, resolution, cause);
    for (const target of resolution.modules) {
      const isObject = binding.name === '*' || (binding.name === 'default' && isManifest(target));
      const name = isObject ? (reference.member ?? binding.name) : binding.name;
      use(target, name, depth, cause);
    }
  }

  function isManifest(path: string): boolean {
    const model = graph.model(path);
    return model !== undefined && manifestKeys(path, model) !== undefined;
  }

  function enterLocal(path: string, model: ModuleModel, name: string, depth: Depth, cause: string): void {
    const declared = entry(model.declarations, name);
    const block = declared === undefined ? undefined : indexModule(model).blocks.get(declared);
    if (block) walk.later(() => enter(path, block, depth, cause));
  }

  function depend(path: string, { kind, specifier }: BlockDependency, cause: string): void {
    if (kind === 'asset' && roots.readsAreKnown === true) return;
    if (kind === 'asset') return walk.addAll(graph.asset(path, specifier), cause);
    const useAll = (targets: readonly string[]) => {
      for (const target of targets) walk.later(() => use(target, '*', 'whole', cause));
    };
    if (kind === 'glob') return useAll(graph.glob(path, specifier));
    const resolution = graph.resolve(path, specifier);
    // A mock with a factory may stand for a module that does not exist.
    walk.note(path, specifier, kind === 'mock' ? { ...resolution, unknown: false } : resolution, cause);
    useAll([...resolution.modules, ...(kind === 'mock' ? graph.mocks(path, specifier) : [])]);
  }

  function start(path: string): void {
    load(path, undefined);
    if (isManifest(path)) use(path, '*', 'whole', path);
    for (const block of graph.model(path)?.blocks ?? []) enter(path, block, 'whole', path);
    walk.finish();
  }

  /** What ran although nothing that the walk can see leads to it. */
  function enterCollected(path: string, names: ReadonlySet<string>): void {
    load(path, roots.testFile);
    walk.add(probesOf(path), 'seen', path);
    const model = graph.model(path);
    for (const block of model?.blocks ?? []) {
      if (block.parent === undefined || !names.has(block.name)) continue;
      const parent = indexModule(model!).blocks.get(block.parent);
      for (const one of [parent, block]) if (one) enter(path, one, 'whole', roots.testFile);
    }
    walk.finish();
  }

  for (const name of roots.packages) walk.addAll([graph.packageFingerprint(name)], undefined);
  for (const path of roots.setup) start(path);
  isNarrowing = true;
  start(roots.testFile);
  // In one order, whoever hands them in: it decides the order of effects.
  const ran = [...(collected ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [path, names] of ran) enterCollected(path, names);
  walk.add(loadOrderOf(roots.testFile), digestParts(effects), undefined);
  return walk.found;
}

/** The block that holds the order in which effects run; what is loaded decides it. */
export function loadOrderOf(testFile: string): BlockKey {
  return formatBlockId({ kind: 'load-order', module: testFile });
}

const doubts = {
  'computed-import': 'imports a module by a computed name',
  'starts-process': 'starts a process or a worker',
  'evaluates-code': 'evaluates code from text',
} as const;
