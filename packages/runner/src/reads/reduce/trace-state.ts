import { type Fallback, fallbackKey, type ReadTrace, type TracedLoads } from '@nx-testmon/core';

/**
 * Whom a read counts for. `testFile`: the running test file, or the next one. `laterTestFiles`: every test
 * file that starts later in this process. `process`: every test file of the run. `compilation`: every test
 * file that loads a module compiled from now on.
 */
export type TraceOwner = 'testFile' | 'laterTestFiles' | 'process' | 'compilation';

/** The file system accesses of one owner, by path relative to the workspace. */
export interface Observations {
  readonly files: Map<string, string>;
  readonly modules: Map<string, string>;
  readonly folders: Map<string, string>;
  readonly lookups: Map<string, string>;
  readonly packages: Set<string>;
  /** Names of environment variables that were read. */
  readonly variables: Set<string>;
  /** Names of environment variables whose values come from the owner itself. */
  readonly ownVariables: Set<string>;
  /** Paths that did not exist before the owner created them. */
  readonly created: Set<string>;
  /** Paths whose content comes from the owner itself. */
  readonly overwritten: Set<string>;
  /** Paths that were written after they had been read. Their content is part of the owner's reads. */
  readonly written: Set<string>;
  /** How modules were loaded, if the process reports it. */
  loads?: ObservedLoads;
  /** Reasons for missing reads, keyed by kind, location and subject. */
  readonly fallbacks: Map<string, Fallback>;
  /** Ids of traced processes that were started, with the fallback of each for an incomplete trace. */
  readonly subprocesses: Map<string, Fallback>;
}

export interface ObservedLoads {
  /** Specifiers by the path of the importing module. */
  readonly specifiers: Map<string, Set<string>>;
  /** Modules that Node's own loader has loaded. */
  readonly byNode: Set<string>;
}

export type ObservedKind = 'files' | 'modules' | 'folders' | 'lookups';

/** Everything that is known about one process. Only `reduceReads` changes it. */
export interface TraceState {
  readonly observations: Record<TraceOwner, Observations>;
  isBetweenTestFiles: boolean;
  hasStartedTestFile: boolean;
  /** Absolute path of the running test file if it shares modules with others; `''` if the path is unknown. */
  sharingTestFile?: string | undefined;
  /** The number of modules that are being compiled. */
  compilations: number;
  /** Files that the test runner has read to run them, since the last test file ended. */
  readonly runByRunner: Set<string>;
  /**
   * Files that Node's own loader has loaded. The policy decides whether the paths are absolute or relative to
   * the workspace.
   */
  readonly loadedByNode: Set<string>;
}

/** @param testFile the observations of a test file; new ones by default */
export function createTraceState(testFile: Observations = emptyObservations()): TraceState {
  return {
    observations: {
      testFile,
      laterTestFiles: emptyObservations(),
      process: emptyObservations(),
      compilation: emptyObservations(),
    },
    isBetweenTestFiles: true,
    hasStartedTestFile: false,
    compilations: 0,
    runByRunner: new Set(),
    loadedByNode: new Set(),
  };
}

export function emptyObservations(): Observations {
  return {
    files: new Map(),
    modules: new Map(),
    folders: new Map(),
    lookups: new Map(),
    packages: new Set(),
    variables: new Set(),
    ownVariables: new Set(),
    created: new Set(),
    overwritten: new Set(),
    written: new Set(),
    fallbacks: new Map(),
    subprocesses: new Map(),
  };
}

/** A process that observes more is not traced further, because tracing would take too long. */
export const mostEntries = 20_000;

/** The maximum for one kind. A test file may start a process in each of thousands of tests. */
const mostFallbacks = 10;

/** If two fallbacks have the same kind and location, the one with a subject is kept. */
export function addFallback({ fallbacks }: Pick<Observations, 'fallbacks'>, fallback: Fallback): void {
  const { subject } = fallback;
  const known = [...fallbacks.values()].filter(({ kind }) => kind === fallback.kind);
  const withoutSubject = placeKey(fallback);
  if (subject === undefined) {
    const isKnown = known.some((one) => placeKey(one) === withoutSubject);
    if (!isKnown && known.length < mostFallbacks) fallbacks.set(withoutSubject, fallback);
    return;
  }
  const isReplaced = fallbacks.delete(withoutSubject);
  if (isReplaced || known.length < mostFallbacks) fallbacks.set(fallbackKey(fallback), fallback);
}

function placeKey({ subject: _, package: __, ...place }: Fallback): string {
  return fallbackKey(place);
}

export function copyObservations(from: Observations): Observations {
  return {
    files: new Map(from.files),
    modules: new Map(from.modules),
    folders: new Map(from.folders),
    lookups: new Map(from.lookups),
    packages: new Set(from.packages),
    variables: new Set(from.variables),
    ownVariables: new Set(from.ownVariables),
    created: new Set(from.created),
    overwritten: new Set(from.overwritten),
    written: new Set(from.written),
    ...(from.loads && { loads: copyLoads(from.loads) }),
    fallbacks: new Map(from.fallbacks),
    subprocesses: new Map(from.subprocesses),
  };
}

function copyLoads({ specifiers, byNode }: ObservedLoads): ObservedLoads {
  const copied = [...specifiers].map(([module, names]) => [module, new Set(names)] as const);
  return { specifiers: new Map(copied), byNode: new Set(byNode) };
}

function toTracedLoads({ specifiers, byNode }: ObservedLoads): TracedLoads {
  const listed = [...specifiers].map(([module, names]) => [module, [...names]] as const);
  return { specifiers: Object.fromEntries(listed), byNode: [...byNode] };
}

/** A module that was also read as data only counts as data. */
export function toTrace(observations: Observations): ReadTrace {
  const { files, modules, folders, lookups, packages, variables, created } = observations;
  const { loads, fallbacks } = observations;
  return {
    files: Object.fromEntries(files),
    modules: Object.fromEntries([...modules].filter(([path]) => !files.has(path))),
    folders: Object.fromEntries(folders),
    lookups: Object.fromEntries(lookups),
    packages: [...packages],
    variables: [...variables],
    created: [...created],
    ...(loads && { loads: toTracedLoads(loads) }),
    ...(fallbacks.size === 0 ? {} : { fallbacks: [...fallbacks.values()] }),
  };
}

/** Reads of all compilations in this process so far; `undefined` if there are none. */
export function traceOfCompilation({ observations }: TraceState): ReadTrace | undefined {
  const { files, modules, folders, lookups, variables, fallbacks } = observations.compilation;
  const isEmpty = [files, modules, folders, lookups, variables, fallbacks].every(({ size }) => size === 0);
  return isEmpty ? undefined : toTrace(observations.compilation);
}
