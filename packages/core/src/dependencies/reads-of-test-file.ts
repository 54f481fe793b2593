import { hasScope, sortFallbacks } from '../fallback/describe-fallback';
import type { Fallback } from '../fallback/fallback';
import { type BlockId, type BlockKey, isComparedBy, parseBlockId } from '../records/block-id';
import type { ReadTrace, TracedLoads } from '../records/run-result';
import type { Reads } from '../records/test-execution';
import { readKey } from './fingerprint-reads';

/** The reads of one test file, from the traces of a run. */
export interface TestFileReads {
  readonly reads: Reads;
  /** Names of the environment variables that were read. */
  readonly variables: ReadonlySet<string>;
  /** For each block, the states at its first reads. */
  readonly states: ReadonlyMap<BlockKey, readonly string[]>;
  /** Whether the path of a block was created during the run, so that it may exist or not afterwards. */
  readonly wasCreated: (block: BlockKey) => boolean;
  /** Loads by specifiers that do not name the file; absent if a process does not report them. */
  readonly loads?: TracedLoads;
  /** Why the reads may be incomplete, or what ran untraced. */
  readonly fallbacks: readonly Fallback[];
}

/**
 * Joins what a test file read: the reads of its own worker, and those of the test runner's process that do not belong
 * to other test files.
 *
 * @param own reads of the test file's worker
 * @param runner reads of the test runner's own process for all test files; without it, the reads are incomplete
 * @param run modules that any test file of the run loaded, and the test files themselves. The test runner reads them
 *   to run them, so each counts only for test files that load it, unless the test runner has loaded it itself
 */
export function readsOfTestFile(
  own: ReadTrace,
  runner: ReadTrace | undefined,
  run: ReadonlySet<string>,
): TestFileReads {
  const traces = runner ? [own, runner] : [own];
  const loadedByRunner = new Set(runner?.loaded);
  const isForOthers = (path: string) =>
    (run.has(path) && !loadedByRunner.has(path)) || isReadByResolution(path);
  const ofRunner = Object.entries(runner?.modules ?? {}).filter(([path]) => !isForOthers(path));
  const modules = [...Object.entries(own.modules), ...ofRunner];
  const states = new Map<BlockKey, string[]>();
  const note = (block: BlockKey, state: string) => states.set(block, [...(states.get(block) ?? []), state]);
  for (const kind of ['files', 'folders', 'lookups'] as const) {
    for (const trace of traces)
      for (const [path, state] of Object.entries(trace[kind])) note(readKey(kind, path), state);
  }
  for (const [path, state] of modules) note(readKey('files', path), state);

  const isCreated = createdPathMatcher(traces);
  const fallbacks = sortFallbacks([
    ...(runner === undefined ? [{ kind: 'runner-untraced' } as const] : []),
    ...(own.loaded === undefined ? [{ kind: 'modules-unknown' } as const] : []),
    ...traces.flatMap((trace) => trace.fallbacks ?? []),
  ]);
  const all = (kind: 'files' | 'folders' | 'lookups') =>
    new Set(traces.flatMap((trace) => Object.keys(trace[kind])));
  return {
    reads: {
      // A module that the test runner executed may have executed more than in the test file.
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

/** Returns a function that checks whether the traced processes created a path, or a folder above it. */
export function createdPathMatcher(traces: readonly ReadTrace[]): (path: string) => boolean {
  const created = new Set(traces.flatMap((trace) => trace.created));
  return (path) => isInOneOf(created, path);
}

/** The path that was read, listed or looked up; `undefined` for a block of another kind. */
function pathOfRead(id: BlockId): string | undefined {
  return isComparedBy(id, 'read') && 'path' in id ? id.path : undefined;
}

/** Whether module resolution reads the file. The traversal compares such files by their effect on resolution. */
function isReadByResolution(path: string): boolean {
  return /^(?:package\.json|[tj]sconfig(?:\..*)?\.json|deno\.jsonc?)$/.test(
    path.slice(path.lastIndexOf('/') + 1),
  );
}

function isInOneOf(paths: ReadonlySet<string>, path: string): boolean {
  for (let at = path; at !== ''; at = at.slice(0, Math.max(0, at.lastIndexOf('/'))))
    if (paths.has(at)) return true;
  return false;
}
