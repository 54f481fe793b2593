import { join } from 'node:path';
import {
  installationRoots,
  joinReadTraces,
  type RunResult,
  type TestFileId,
  testFileKey,
} from '@nx-testmon/core';
import type { RunFilters, RunnerRun } from '@nx-testmon/runner';
import { isOwnFolder } from '@nx-testmon/store';
import { runnerSyntax } from '../../test-runners/runner-syntax';
import type { TaskState } from '../read-task/read-task';
import { whileRunning } from '../read-task/shared-reader';
import { printProgress } from '../progress';
import type { TestSelection } from '../select-tests/apply-decisions';
import type { StorePaths } from '../../store/task-store';
import type { TaskSession } from '../task-session';

/** The test files to run, and their order in the whole task. */
export interface TestRun {
  readonly state: TaskState;
  readonly selection: TestSelection;
}

const nothingToRun: RunResult = { results: [], outcome: 'passed', exitCode: 0 };

/**
 * Runs the selected and audited test files, and those that only the test runner finds; everything in a full
 * run or if the selection is verified.
 */
export async function runTests(session: TaskSession, { state, selection }: TestRun): Promise<RunResult> {
  const request = runnerRun(session, { state, selection });
  const start = (files: RunnerRun['files']) => startRunner(session, state, { ...request, files });
  if (selection.fullRunReason !== undefined) return start('all');
  const { verify } = session.task.options;
  const willRun = [...selection.selected, ...selection.audited];
  if ((verify ? selection.order : willRun).length === 0) return nothingToRun;
  if (verify) return start('all');
  const run = await start(willRun.map(({ testFile }) => testFile));
  const extra = findExtraTestFiles(selection, run);
  if (extra.length === 0 || run.outcome === 'interrupted') return run;
  printProgress(session.io, { kind: 'extra-test-files', testFiles: extra.length });
  return joinRuns(run, await start(extra));
}

function startRunner({ io }: TaskSession, { runner }: TaskState, run: RunnerRun): Promise<RunResult> {
  return whileRunning(io, () => runner.run(run));
}

/**
 * Runs test files again as before. The output files of the reporters are left as the previous run wrote them.
 */
export function runAgain(
  session: TaskSession,
  run: TestRun,
  files: readonly TestFileId[],
): Promise<RunResult> {
  return startRunner(session, run.state, { ...runnerRun(session, run), onlyPrints: true, files });
}

/** Runs test files again alone, and collects nothing. */
export function runAlone(
  session: TaskSession,
  run: TestRun,
  files: readonly TestFileId[],
): Promise<RunResult> {
  const mode = session.task.options.verify ? 'verify' : 'audit';
  printProgress(session.io, { kind: 'run-alone', testFiles: files.length, mode });
  return startRunner(session, run.state, {
    ...runnerRun(session, run),
    keepCache: false,
    probes: undefined,
    files,
  });
}

/** Test files that the test runner knows, but the selection does not. */
function findExtraTestFiles({ order }: TestSelection, { found = [] }: RunResult): TestFileId[] {
  const known = new Set(order.map(testFileKey));
  return found.filter((file) => !known.has(testFileKey(file)));
}

function runnerRun(
  { task, paths, io }: TaskSession,
  { state, selection }: TestRun,
): Omit<RunnerRun, 'files'> {
  const { collect, probes, config, runnerArguments } = task.options;
  const hasProbes = collect && probes && collectsExecution(state.runFilters);
  return {
    workspaceRoot: task.workspace.root,
    projectRoot: state.projectRoot,
    projectName: task.project,
    config,
    runnerArguments,
    order: selection.order,
    keepCache: collect,
    installationRoots: installationRoots(task.workspace),
    probes: hasProbes ? { instrumenter, syntax: runnerSyntax, cache: cacheWithoutLinks(paths) } : undefined,
    env: io.env,
    signals: io.signals ?? process,
    ...(io.output === undefined ? {} : { output: io.output }),
  };
}

/** Code that writes to the cache follows links. Without the cache, code is instrumented again. */
function cacheWithoutLinks({ workspaceRoot, cache }: StorePaths): string | undefined {
  return isOwnFolder(join(workspaceRoot, 'node_modules'), cache) ? cache : undefined;
}

function joinRuns(first: RunResult, second: RunResult): RunResult {
  const { reads: _, ...worse } = first.exitCode !== 0 || first.outcome !== 'passed' ? first : second;
  const reads = first.reads && second.reads && joinReadTraces(first.reads, second.reads);
  const fallbacks = [...(first.fallbacks ?? []), ...(second.fallbacks ?? [])];
  return {
    ...worse,
    results: [...first.results, ...second.results],
    started: [...(first.started ?? []), ...(second.started ?? [])],
    ...(reads ? { reads } : {}),
    ...(fallbacks.length > 0 ? { fallbacks } : {}),
  };
}

/** Loaded by the test runner's own process, which transforms the sources. */
const instrumenter = require.resolve('@nx-testmon/graph/open-instrumenter');

/**
 * Whether a run inserts probes. Under a debugger the code must stay unchanged, and a partial run of a test
 * file produces no fact.
 */
function collectsExecution({ inspect, update, nameFilter, partialTestFiles }: RunFilters): boolean {
  return !inspect && !update && !nameFilter && !partialTestFiles;
}
