import { moduleText } from '../model/probe-marks';
import { isOutsidePath, isInsidePath } from './outside-paths';
import { type BlockId, parseBlockId } from './block-id';
import type { Fact, FactExecution } from './fact';

/** The known part of a test file's execution. The unknown part is taken from the dependency graph. */
export interface TestExecution {
  readonly executedBlocks?: ExecutedBlocks;
  readonly reads?: Reads;
  /** Names of the environment variables that it read. */
  readonly variables?: ReadonlySet<string>;
  /**
   * Modules of which all exports counted when a fact was stored. Among them are all that were executed although no
   * code that is known led to them then. Absent for a run that has not been stored yet.
   */
  readonly wholeExports?: ReadonlySet<string>;
}

/**
 * For every module that ran with probes, by its path, the names of its body blocks that were executed, and
 * {@link moduleText} where its whole text counts. A module that is not here may have run without
 * being seen.
 */
export type ExecutedBlocks = ReadonlyMap<string, ReadonlySet<string>>;

/** The file system accesses of a test file. Paths relative to the workspace root. */
export interface Reads {
  /** Counted by content. */
  readonly files: ReadonlySet<string>;
  /** Counted by the names in them. */
  readonly folders: ReadonlySet<string>;
  /** Counted by whether something is there. */
  readonly lookups: ReadonlySet<string>;
  /** Npm packages, as `formatPackageRequest` writes them. */
  readonly packages: ReadonlySet<string>;
  /** Loaded modules, counted by content where the traversal does not reach them. */
  readonly extraModules?: ReadonlySet<string>;
  /** Specifiers that modules computed to load others, by the path of the module. */
  readonly loads?: ReadonlyMap<string, ReadonlySet<string>>;
  /** True where nothing else can have been read, so that the other files of the project don't count. */
  readonly isComplete: boolean;
  /** True where something ran outside the traced processes, so that the whole project counts. */
  readonly fallback: boolean;
}

/**
 * How a fact's test file ran, read back from the fact; `undefined` where nothing was collected. The names of an
 * instrumented module are those of all its blocks in the fact; only bodies are looked up among them.
 */
export function executionOf({
  dependencies,
  execution,
}: Pick<Fact, 'dependencies' | 'execution'>): TestExecution | undefined {
  if (!execution) return undefined;
  const observed: ObservedDependencies = {
    executedBlocks: new Map(execution.instrumentedModules.map((path) => [path, new Set()])),
    files: new Set(),
    folders: new Set(),
    lookups: new Set(),
    packages: new Set(),
    variables: new Set(),
    loads: new Map(),
    wholeExports: new Set(),
  };
  for (const { block } of dependencies) {
    const id = parseBlockId(block);
    if (id) addObserved(observed, id);
  }
  const { executedBlocks, variables, wholeExports, ...reads } = observed;
  return {
    ...(executedBlocks.size > 0 ? { executedBlocks } : {}),
    ...(variables.size > 0 ? { variables } : {}),
    wholeExports,
    ...(execution.reads ? { reads: { ...reads, ...execution.reads } } : {}),
  };
}

/** The part of a run that the dependencies of a fact show. */
interface ObservedDependencies {
  readonly executedBlocks: ReadonlyMap<string, Set<string>>;
  readonly files: Set<string>;
  readonly folders: Set<string>;
  readonly lookups: Set<string>;
  readonly packages: Set<string>;
  readonly variables: Set<string>;
  readonly loads: Map<string, Set<string>>;
  readonly wholeExports: Set<string>;
}

function addObserved(observed: ObservedDependencies, id: BlockId): void {
  switch (id.kind) {
    case 'block':
      observed.executedBlocks.get(id.module)?.add(id.name);
      break;
    case 'text':
      observed.executedBlocks.get(id.module)?.add(moduleText);
      break;
    case 'hop':
      if (id.name === '*') observed.wholeExports.add(id.module);
      break;
    case 'package':
      observed.packages.add(id.name);
      break;
    case 'variable':
      observed.variables.add(id.name);
      break;
    case 'load':
      if (isReadInside(id.module)) addLoad(observed.loads, id);
      break;
    case 'read':
      addPath(observed.files, id.path);
      break;
    case 'list':
      addPath(observed.folders, id.path);
      break;
    case 'find':
      addPath(observed.lookups, id.path);
      break;
    // The traversal finds these by itself.
    case 'pragmas':
    case 'links':
    case 'types':
    case 'load-order':
    case 'resolution':
    case 'emit':
    case 'file':
    case 'folder':
    case 'data':
    case 'project':
    case 'declared':
      break;
    default:
      id satisfies never;
  }
}

function addLoad(
  loads: Map<string, Set<string>>,
  { module, specifier }: Extract<BlockId, { kind: 'load' }>,
): void {
  const known = loads.get(module);
  if (known) known.add(specifier);
  else loads.set(module, new Set([specifier]));
}

function addPath(paths: Set<string>, path: string): void {
  if (isReadInside(path) || isOutsidePath(path)) paths.add(path);
}

/**
 * A fact may come from an untrusted source. A path that is left out here is missing from the current blocks, so that
 * the fact does not match. With a backslash, it would be another path on Windows.
 */
function isReadInside(path: string): boolean {
  return path !== '' && !path.includes('\\') && isInsidePath(path);
}

/** The part of an execution that a fact keeps besides its dependencies; {@link executionOf} reads both back. */
export function toFactExecution({ executedBlocks, reads }: TestExecution): FactExecution {
  return {
    instrumentedModules: [...(executedBlocks?.keys() ?? [])].sort(),
    ...(reads ? { reads: { isComplete: reads.isComplete, fallback: reads.fallback } } : {}),
  };
}
