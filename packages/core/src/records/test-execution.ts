import { moduleText } from '../model/probe-marks';
import { isOutsidePath, isInsidePath } from './outside-paths';
import { type BlockId, parseBlockId } from './block-id';
import type { Fact, FactExecution } from './fact';

/** The known part of a test file's execution. The dependency graph provides the unknown part. */
export interface TestExecution {
  readonly executedBlocks?: ExecutedBlocks;
  readonly reads?: Reads;
  /** Names of the environment variables that it read. */
  readonly variables?: ReadonlySet<string>;
  /**
   * Modules of which all exports counted when the fact was stored. They include all modules that were executed
   * although no known code led to them. Absent for a run that has not been stored yet.
   */
  readonly wholeExports?: ReadonlySet<string>;
}

/**
 * For every module that ran with probes, by its path, the names of its executed body blocks, and {@link moduleText}
 * if its whole text counts. A module that is missing here may have run unobserved.
 */
export type ExecutedBlocks = ReadonlyMap<string, ReadonlySet<string>>;

/** The file system accesses of a test file. Paths relative to the workspace root. */
export interface Reads {
  /** Compared by content. */
  readonly files: ReadonlySet<string>;
  /** Compared by the names in them. */
  readonly folders: ReadonlySet<string>;
  /** Compared by the kind of entry at the path, if any. */
  readonly lookups: ReadonlySet<string>;
  /** Npm packages, as `formatPackageRequest` writes them. */
  readonly packages: ReadonlySet<string>;
  /** Loaded modules, compared by content if the traversal does not reach them. */
  readonly extraModules?: ReadonlySet<string>;
  /** Specifiers that modules computed to load others, by the path of the module. */
  readonly loads?: ReadonlyMap<string, ReadonlySet<string>>;
  /** True if nothing else can have been read, so that the other files of the project don't count. */
  readonly isComplete: boolean;
  /** True if something ran outside the traced processes, so that the whole project counts. */
  readonly fallback: boolean;
}

/**
 * Restores from a fact how its test file ran; `undefined` if nothing was collected. The names of an instrumented
 * module are the names of all its blocks in the fact; only bodies are looked up among them.
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
    // The traversal itself finds these.
    case 'unresolved':
    case 'targets':
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
 * Whether a path may be looked up. A fact may come from an untrusted source. A path that is left out here is missing
 * from the current blocks, so that the fact does not match. With a backslash, it would be another path on Windows.
 */
function isReadInside(path: string): boolean {
  return path !== '' && !path.includes('\\') && isInsidePath(path);
}

/** The part of an execution that a fact keeps besides its dependencies; the inverse of {@link executionOf}. */
export function toFactExecution({ executedBlocks, reads }: TestExecution): FactExecution {
  return {
    instrumentedModules: [...(executedBlocks?.keys() ?? [])].sort(),
    ...(reads ? { reads: { isComplete: reads.isComplete, fallback: reads.fallback } } : {}),
  };
}
