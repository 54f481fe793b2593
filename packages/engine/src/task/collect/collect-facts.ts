import {
  type CodeResult,
  type Fact,
  type Fallback,
  fallbackKey,
  type Problem,
  type RunResult,
  scopeOfFallback,
  sortFallbacks,
  type TestFileResult,
  testFileKey,
} from '@nx-testmon/core';
import type { FactTrace } from '@nx-testmon/store';
import { currentStateOf, type SuiteState, traceOfFact } from '../read-task/read-suite';
import { readTask, type TaskState } from '../read-task/read-task';
import type { TaskSession } from '../task-session';
import { type ComparedFact, findCodeResults } from './code-results';
import { toFactTraces } from './collect-traces';
import { loadedModulesOf } from './loaded-modules';
import { factOfResult, type FinishedTestFile, type ResultFact } from './fact-of-result';
import { LoadedTextComparison } from './loaded-text-comparison';
import { findSuperseded, orderFact } from './order-fact';
import type { Reachable } from './reachable';
import { extendStore } from './extend-store';

/** A finished run, and the state before it. */
export interface RunToCollect {
  readonly run: RunResult;
  readonly state: TaskState;
  /** The dependencies that the test files could reach before they ran. */
  readonly reachable: Reachable;
}

/** The facts of a run. */
export interface CollectedFacts {
  readonly facts: readonly Fact[];
  /** The dependency traces of these facts. */
  readonly traces: readonly FactTrace[];
  /** Keys of stored facts that the new facts replace. */
  readonly superseded: readonly string[];
  /** Models of the modules that were parsed for these traces, by their keys in the cache. */
  readonly models: ReadonlyMap<string, string>;
  /** The code results of the run. They identify flaky test files and decide nothing about what runs. */
  readonly codeResults: readonly CodeResult[];
  /** Why some results produced no fact, or a fact that depends on more than was read. */
  readonly notes: readonly CollectNote[];
}

export type CollectNote =
  | { readonly kind: 'partial-run' }
  | { readonly kind: 'unreadable-after-run'; readonly problem: Problem }
  /**
   * Only some tests of these files ran: `only`, or the run was cut short. The paths are those of test files,
   * as in the following kinds.
   */
  | { readonly kind: 'incomplete-results'; readonly testFiles: readonly string[] }
  | { readonly kind: 'changed-during-run'; readonly testFiles: readonly string[] }
  | { readonly kind: 'untrusted-passes'; readonly testFiles: readonly string[] }
  | { readonly kind: 'packages-not-installed'; readonly testFiles: readonly string[] }
  | { readonly kind: 'incomplete-reads'; readonly testFiles: number; readonly fallback: Fallback };

/**
 * Turns results into facts. Only executed code is hashed. Everything is read again after the run: a test file
 * produces no fact if its blocks have changed since before the run, or if it loaded a text that its file no
 * longer has.
 *
 * @param earlier facts of earlier attempts of the same task
 */
export async function collectFacts(
  session: TaskSession,
  finished: RunToCollect,
  earlier: readonly Fact[] = [],
): Promise<CollectedFacts> {
  const { run, state } = finished;
  const hasNothing = run.found === undefined && run.results.length === 0;
  if (run.outcome === 'broken' || hasNothing) return noFacts();
  if (state.runFilters.nameFilter || state.runFilters.partialTestFiles)
    return noFacts({ kind: 'partial-run' });
  const after = await readTask({ ...session, store: extendStore(session.store, state) });
  if (!after.ok) return noFacts({ kind: 'unreadable-after-run', problem: after.problem });

  const { store } = session;
  const now = session.io.clock();
  const finishedRun = { ...finished, run: withProbesOption(run, session) };
  const collected = findFinishedTestFiles(finishedRun, after.state).map((file) => {
    const found = factOfResult(file);
    const fact = found.kind === 'fact' ? { ...found, fact: orderFact(found.fact, store, now) } : found;
    return { ...file, fact };
  });
  const facts = collected.flatMap(({ fact }) => (fact.kind === 'fact' ? [fact] : []));
  return {
    facts: facts.map(({ fact }) => fact),
    traces: collected.flatMap(({ fact, current }) =>
      fact.kind === 'fact' && current
        ? toFactTraces(fact.fact, traceOfFact(current.suite, current.testFile, fact.fact))
        : [],
    ),
    superseded: collected.flatMap((file) => {
      const compared = toCompared(file, earlier);
      return compared ? findSuperseded(compared.fact, store, compared.current, now) : [];
    }),
    models: after.state.files.newModels,
    codeResults: collected.flatMap((file) => {
      const compared = toCompared(file, earlier);
      return compared ? findCodeResults(compared, store) : [];
    }),
    notes: [
      ...testFilesNote(
        'incomplete-results',
        run.results.filter(({ complete }) => !complete),
      ),
      ...testFilesNote('changed-during-run', resultsOf('changed', collected)),
      ...testFilesNote('untrusted-passes', resultsOf('untrusted', collected)),
      ...testFilesNote('packages-not-installed', resultsOf('not-installed', collected)),
      ...incompleteNotes(facts.map(({ fact }) => fact)),
    ],
  };
}

/** A new fact with the state that it is compared with; `undefined` if the result produced no fact. */
function toCompared(
  { fact, result, current }: FinishedTestFile & { readonly fact: ResultFact },
  earlier: readonly Fact[],
): ComparedFact | undefined {
  if (fact.kind !== 'fact' || !current) return undefined;
  const state = currentStateOf(current.suite, current.testFile.testFile, fact.fact.environment);
  return { fact: fact.fact, failedTests: result.failedTests, current: state, earlier };
}

/** A run without probes collects no executed blocks; the user has chosen this. */
function withProbesOption(run: RunResult, { task }: TaskSession): RunResult {
  if (task.options.probes) return run;
  return { ...run, fallbacks: [...(run.fallbacks ?? []), { fallback: { kind: 'no-probes' } }] };
}

function noFacts(...notes: readonly CollectNote[]): CollectedFacts {
  return { facts: [], traces: [], superseded: [], models: new Map(), codeResults: [], notes };
}

/** Finds complete results of test files that were captured before the run. */
function findFinishedTestFiles(
  { run, state: { environment }, reachable }: RunToCollect,
  after: TaskState,
): FinishedTestFile[] {
  const current = new Map(
    after.suites.flatMap((suite) =>
      suite.testFiles.map((testFile) => [
        testFileKey({ suite: suite.suite.id, path: testFile.testFile }),
        { suite, testFile },
      ]),
    ),
  );
  const loadedModules = new Set([...loadedModulesOf(run), ...modulesOfFailedLoads(run, current)]);
  const loadedTexts = new LoadedTextComparison(run, after.files);
  return run.results.flatMap((result: TestFileResult) => {
    const key = testFileKey(result.testFile);
    const before = reachable.get(key);
    if (!result.complete || !before) return [];
    const known = { run, loadedModules, loadedTexts, environment, after };
    return [{ ...known, result, reachable: before, current: current.get(key) }];
  });
}

/**
 * Finds the modules of test files that failed while they were loading: it is unknown how much of them ran,
 * but the test runner read these modules only for them.
 */
function modulesOfFailedLoads(
  { results }: RunResult,
  current: ReadonlyMap<string, { readonly suite: SuiteState }>,
): string[] {
  const failed = results.filter(({ outcome, reads }) => outcome === 'failed' && reads?.loaded === undefined);
  if (failed.length === results.length) return [];
  return failed.flatMap(({ testFile }) => [
    ...(current.get(testFileKey(testFile))?.suite.dependencies.loadedModules(testFile.path).modules ?? []),
  ]);
}

function resultsOf(
  kind: ResultFact['kind'],
  collected: readonly { readonly fact: ResultFact; readonly result: TestFileResult }[],
): TestFileResult[] {
  return collected.filter(({ fact }) => fact.kind === kind).map(({ result }) => result);
}

function testFilesNote(
  kind: 'incomplete-results' | 'changed-during-run' | 'untrusted-passes' | 'packages-not-installed',
  results: readonly TestFileResult[],
): CollectNote[] {
  return results.length === 0
    ? []
    : [{ kind, testFiles: results.map(({ testFile }) => testFile.path).sort() }];
}

/** The first cause of each fact whose reads are incomplete. */
function incompleteNotes(facts: readonly Fact[]): CollectNote[] {
  const causes = facts.flatMap(
    ({ fallbacks = [] }) => fallbacks.find((one) => scopeOfFallback(one) === 'data') ?? [],
  );
  return sortFallbacks(causes).map((fallback) => ({
    kind: 'incomplete-reads',
    testFiles: causes.filter((one) => fallbackKey(one) === fallbackKey(fallback)).length,
    fallback,
  }));
}
