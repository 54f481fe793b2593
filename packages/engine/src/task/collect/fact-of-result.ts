import {
  type BlockKey,
  type EnvironmentKey,
  type Fact,
  type Fallback,
  parseBlockId,
  type RunResult,
  sortFallbacks,
  sortFingerprints,
  type SuiteTestFile,
  type TestDependencies,
  type TestFileResult,
} from '@nx-testmon/core';
import type { SuiteState } from '../read-task/read-suite';
import type { TaskState } from '../read-task/read-task';
import { type ExecutedDependencies, findExecutedDependencies } from './executed-dependencies';
import type { LoadedTextComparison } from './loaded-text-comparison';

/** Everything that is known about a finished test file. */
export interface FinishedTestFile {
  readonly result: TestFileResult;
  readonly run: RunResult;
  /** Paths of all modules that the run loaded. */
  readonly loadedModules: ReadonlySet<string>;
  /** Compares what the run loaded with the files after it. */
  readonly loadedTexts: LoadedTextComparison;
  /** The environment in which it ran. */
  readonly environment: EnvironmentKey;
  /** The dependencies that it could reach before it ran. */
  readonly reachable: TestDependencies;
  /** The task in the state after the run. */
  readonly after: TaskState;
  /** The suite and the test file after the run; `undefined` if the test file no longer exists. */
  readonly current: { readonly suite: SuiteState; readonly testFile: SuiteTestFile } | undefined;
}

export type ResultFact =
  | {
      readonly kind: 'fact';
      readonly fact: Fact;
    }
  /** Files, or a part of the environment, changed during the run. */
  | { readonly kind: 'changed' }
  /** It passed with a package whose installed version differs from the lockfile. */
  | { readonly kind: 'not-installed' }
  /** Errors happened outside of the test files, so that passes do not count. */
  | { readonly kind: 'untrusted' };

/**
 * Creates the fact of a result. Only executed code is hashed. A test file produces no fact if its blocks have
 * changed since before the run, or if it loaded a module with another text.
 */
export function factOfResult(finished: FinishedTestFile): ResultFact {
  const { result, run, loadedModules, loadedTexts, environment, reachable, after, current } = finished;
  if (!current || after.environment !== environment) return { kind: 'changed' };
  const executed = findExecutedDependencies({
    suite: current.suite,
    result,
    run,
    files: after.files,
    loadedModules,
    loadedTexts,
  });
  const now = current.suite.dependencies.of(result.testFile.path);
  if (!isUnchanged(reachable.hashes, now.hashes, executed)) return { kind: 'changed' };
  if (loadedTexts.differsFor(result, now)) return { kind: 'changed' };
  if (result.outcome === 'passed' && run.outcome === 'unhandled') return { kind: 'untrusted' };
  const { testFile, outcome, durationMs, endedAt } = result;
  const dependencies = sortFingerprints(
    executed?.fingerprints ?? [...reachable.hashes].map(([block, hash]) => ({ block, hash })),
  );
  const fallbacks = sortFallbacks([...ofRun(run, testFile.suite), ...(executed?.fallbacks ?? [])]);
  // A failure always counts: an older pass may match the same code.
  if (outcome === 'passed' && !dependencies.every(({ block }) => isAsLocked(current.suite, block)))
    return { kind: 'not-installed' };
  return {
    kind: 'fact',
    fact: {
      testFile,
      environment,
      outcome,
      durationMs,
      endedAt,
      dependencies,
      ...(executed ? { execution: executed.execution } : {}),
      ...(fallbacks.length === 0 ? {} : { fallbacks }),
    },
  };
}

/** Why nothing was collected in a suite. */
function ofRun({ fallbacks = [] }: RunResult, suite: string): Fallback[] {
  return fallbacks.filter((one) => (one.suite ?? suite) === suite).map(({ fallback }) => fallback);
}

function isAsLocked({ analysis }: SuiteState, block: BlockKey): boolean {
  const id = parseBlockId(block);
  return id?.kind !== 'package' || analysis.graph.isInstalledAsLocked(id.name);
}

/**
 * Whether nothing relevant has changed. If the executed blocks and reads are known, only these are relevant.
 */
function isUnchanged(
  before: ReadonlyMap<BlockKey, string>,
  now: ReadonlyMap<BlockKey, string>,
  executed: ExecutedDependencies | undefined,
): boolean {
  if (executed?.hasChanged === true) return false;
  return executed?.isComplete === true
    ? executed.fingerprints.every(({ block }) => before.get(block) === now.get(block))
    : areEqual(before, now);
}

function areEqual(one: ReadonlyMap<string, string>, other: ReadonlyMap<string, string>): boolean {
  return other.size === one.size && [...one].every(([block, hash]) => other.get(block) === hash);
}
