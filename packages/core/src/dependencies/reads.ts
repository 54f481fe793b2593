import { describeResolution } from '../graph/module-index';
import { hasScope, sortFallbacks } from '../fallback/describe-fallback';
import type { Fallback } from '../fallback/fallback';
import { digest, digestParts } from '../model/digest';
import { type BlockId, type BlockKey, formatBlockId, parseBlockId } from '../records/block-id';
import type { Fingerprint } from '../records/fact';
import { kindOfLookup } from '../graph/file-state';
import type { ModuleGraph } from '../graph/module-graph';
import type { ReadTrace, TracedLoads } from '../records/run-result';
import type { Reads } from '../records/test-execution';
import { shadowingPaths } from './shadowing-paths';

const kinds = { files: 'read', folders: 'list', lookups: 'find' } as const;

function readKey(kind: keyof typeof kinds, path: string): BlockKey {
  return formatBlockId({ kind: kinds[kind], path });
}

/** The path that was read, listed or looked up; `undefined` for a block of another kind. */
function pathOfRead(id: BlockId): string | undefined {
  switch (id.kind) {
    case 'read':
    case 'list':
    case 'find':
      return id.path;
    default:
      return undefined;
  }
}

/** Digest of the names in a folder, in any order; a name with a slash at its end is a folder's. */
export function hashListing(names: readonly string[]): string {
  return digest(JSON.stringify([...names].sort()));
}

/**
 * Fingerprints of what a test file read, as it is on disk now.
 *
 * @param modules those that the traversal loads
 * @param extensions that imports may leave out
 */
export function fingerprintReads(
  graph: ModuleGraph,
  reads: Reads,
  modules: ReadonlySet<string>,
  extensions: readonly string[] = [],
): Fingerprint[] {
  const extraModules = [...(reads.extraModules ?? [])].filter((path) => !modules.has(path));
  const files = new Set([...reads.files, ...extraModules]);
  const lookups = new Set([
    ...reads.lookups,
    ...extraModules.flatMap((path) => shadowingPaths(path, extensions)),
  ]);
  return [
    ...[...files].map((path) => ({ block: readKey('files', path), hash: contentOf(graph, path) })),
    ...[...reads.folders].map((path) => ({ block: readKey('folders', path), hash: graph.listing(path) })),
    ...[...lookups].map((path) => ({ block: readKey('lookups', path), hash: graph.lookUp(path) })),
    ...[...reads.packages].map((name) => graph.packageFingerprint(name)),
    ...[...(reads.loads ?? [])].flatMap(([module, specifiers]) =>
      [...specifiers].map((specifier) => ({
        block: formatBlockId({ kind: 'load', module, specifier }),
        hash: resolutionOf(graph, module, specifier),
      })),
    ),
  ];
}

/** Where a specifier leads now, as the hash of a block. */
function resolutionOf(graph: ModuleGraph, module: string, specifier: string): string {
  const state = graph.packageState(module, specifier);
  return digestParts([describeResolution(graph.resolve(module, specifier)), state]);
}

/** Fingerprints of environment variables, with the values that they have now. */
export function fingerprintVariables(graph: ModuleGraph, names: Iterable<string>): Fingerprint[] {
  return [...names].map((name) => ({
    block: formatBlockId({ kind: 'variable', name }),
    hash: graph.variable(name),
  }));
}

/** The current state of a block of what a test file read; `undefined` for a block of another kind. */
export function stateOfRead(graph: ModuleGraph, id: BlockId): string | undefined {
  switch (id.kind) {
    case 'read':
      return contentOf(graph, id.path);
    case 'list':
      return graph.listing(id.path);
    case 'find':
      return graph.lookUp(id.path);
    case 'variable':
      return graph.variable(id.name);
    case 'load':
      return resolutionOf(graph, id.module, id.specifier);
    default:
      return undefined;
  }
}

function contentOf(graph: ModuleGraph, path: string): string {
  const state = graph.fileState(path);
  if (state !== undefined) return state;
  return kindOfLookup(graph.lookUp(path)) === 'folder' ? 'folder' : 'missing';
}

/** The reads that the traces of a run attribute to one test file. */
export interface AttributedReads {
  readonly reads: Reads;
  /** Names of the environment variables that were read. */
  readonly variables: ReadonlySet<string>;
  /** For each block, the states in which it was first read. */
  readonly states: ReadonlyMap<BlockKey, readonly string[]>;
  /** Whether the path of a block was created during the run: then it may exist or not afterwards. */
  readonly wasCreated: (block: BlockKey) => boolean;
  /** What was loaded by specifiers that do not name the file; absent where a process does not report it. */
  readonly loads?: TracedLoads;
  /** Why the reads may not be complete, or something ran where it was not traced. */
  readonly fallbacks: readonly Fallback[];
}

/**
 * Attributes reads to one test file: those of its own worker, and those of the runner's process that are not for other
 * test files.
 *
 * @param own what the test file's worker read
 * @param runner what the runner's own process read for all test files; without it nothing is complete
 * @param run modules that any test file of the run loaded, and the test files themselves: the runner read them to run
 *   them, and each of them counts where it is loaded, and everywhere where the runner itself has loaded it too
 */
export function attributeReads(
  own: ReadTrace,
  runner: ReadTrace | undefined,
  run: ReadonlySet<string>,
): AttributedReads {
  const traces = runner ? [own, runner] : [own];
  const loadedByRunner = new Set(runner?.loaded);
  const isForOthers = (path: string) =>
    (run.has(path) && !loadedByRunner.has(path)) || hasBlocksOfItsOwn(path);
  const ofRunner = Object.entries(runner?.modules ?? {}).filter(([path]) => !isForOthers(path));
  const modules = [...Object.entries(own.modules), ...ofRunner];
  const states = new Map<BlockKey, string[]>();
  const note = (block: BlockKey, state: string) => states.set(block, [...(states.get(block) ?? []), state]);
  for (const kind of ['files', 'folders', 'lookups'] as const) {
    for (const trace of traces)
      for (const [path, state] of Object.entries(trace[kind])) note(readKey(kind, path), state);
  }
  for (const [path, state] of modules) note(readKey('files', path), state);

  const isCreated = wereCreated(traces);
  const fallbacks = sortFallbacks([
    ...(runner === undefined ? [{ kind: 'runner-untraced' } as const] : []),
    ...(own.loaded === undefined ? [{ kind: 'modules-unknown' } as const] : []),
    ...traces.flatMap((trace) => trace.fallbacks ?? []),
  ]);
  const all = (kind: 'files' | 'folders' | 'lookups') =>
    new Set(traces.flatMap((trace) => Object.keys(trace[kind])));
  return {
    reads: {
      // A module that the runner executed may have executed more of it than the test file did.
      files: new Set([...all('files'), ...ofRunner.flatMap(([path]) => (run.has(path) ? [path] : []))]),
      folders: all('folders'),
      lookups: all('lookups'),
      packages: new Set(traces.flatMap(({ packages }) => packages)),
      extraModules: new Set([...modules.map(([path]) => path), ...(own.loaded ?? [])]),
      isComplete: !hasScope(fallbacks, 'data'),
      fallback: hasScope(fallbacks, 'project'),
    },
    variables: new Set(traces.flatMap((trace) => trace.variables)),
    states,
    wasCreated(block) {
      const id = parseBlockId(block);
      const path = id && pathOfRead(id);
      return path !== undefined && isCreated(path);
    },
    ...(own.loads && { loads: own.loads }),
    fallbacks,
  };
}

/** Whether the processes with these traces created a path, or a folder above it. */
export function wereCreated(traces: readonly ReadTrace[]): (path: string) => boolean {
  const created = new Set(traces.flatMap((trace) => trace.created));
  return (path) => isBelow(created, path);
}

/** The trace of a process that asked for nothing. */
export const noReads: ReadTrace = {
  files: {},
  modules: {},
  folders: {},
  lookups: {},
  packages: [],
  variables: [],
  created: [],
  loads: { specifiers: {}, byNode: [] },
};

/** The reads of two processes as those of one. A path that they saw in two states matches no later state. */
export function joinTraces(one: ReadTrace, other: ReadTrace): ReadTrace {
  const join = (kind: 'files' | 'modules' | 'folders' | 'lookups') => {
    const states = { ...one[kind] };
    for (const [path, state] of Object.entries(other[kind]))
      states[path] = (states[path] ?? state) === state ? state : 'changed';
    return states;
  };
  const loaded = one.loaded && other.loaded && { loaded: [...one.loaded, ...other.loaded] };
  const loads = one.loads && other.loads && { loads: joinLoads(one.loads, other.loads) };
  const fallbacks = sortFallbacks([...(one.fallbacks ?? []), ...(other.fallbacks ?? [])]);
  return {
    files: join('files'),
    modules: join('modules'),
    folders: join('folders'),
    lookups: join('lookups'),
    packages: [...one.packages, ...other.packages],
    variables: [...new Set([...one.variables, ...other.variables])],
    created: [...one.created, ...other.created],
    ...loaded,
    ...loads,
    ...(fallbacks.length === 0 ? {} : { fallbacks }),
  };
}

function joinLoads(one: TracedLoads, other: TracedLoads): TracedLoads {
  const specifiers = { ...one.specifiers };
  for (const [module, more] of Object.entries(other.specifiers))
    specifiers[module] = [...new Set([...(specifiers[module] ?? []), ...more])];
  const ofBoth = [one, other];
  const hadProbes = (path: string) =>
    ofBoth.every(({ byNode, withProbes }) => !byNode.includes(path) || withProbes?.includes(path) === true);
  const withProbes = ofBoth.flatMap((loads) => loads.withProbes ?? []).filter(hadProbes);
  return {
    specifiers,
    byNode: [...new Set([...one.byNode, ...other.byNode])],
    ...(withProbes.length === 0 ? {} : { withProbes: [...new Set(withProbes)] }),
  };
}

/** Files that resolution reads: the traversal compares them by what they say about resolution. */
function hasBlocksOfItsOwn(path: string): boolean {
  return /^(?:package\.json|[tj]sconfig(?:\..*)?\.json|deno\.jsonc?)$/.test(
    path.slice(path.lastIndexOf('/') + 1),
  );
}

function isBelow(paths: ReadonlySet<string>, path: string): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/'))))
    if (paths.has(at)) return true;
  return false;
}
