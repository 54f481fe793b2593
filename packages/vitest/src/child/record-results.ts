import { limitTestNames, testFileKey } from '@nx-testmon/core';
import { readFileSync } from 'node:fs';
import type { TestFileResult } from '@nx-testmon/core';
import {
  errorText,
  LoadedTextRecorder,
  mentionsOnly,
  type RunRequest,
  sendToParent,
} from '@nx-testmon/runner';
import type { Probes } from './probes';
import { nameSpecification } from './select-specifications';
import type { Recorder, Specification, TestModule, VitestApi } from './vitest-api';
import { WorkerReads } from './worker-reads';

export interface ResultRecorder extends Recorder {
  /** Called with the specifications that are about to run. */
  expect(specifications: readonly Specification[]): void;
}

/**
 * A reporter that sends the result of each test file to the parent process. A file that runs twice in one
 * suite, as a test and as a type test, has one result: the worse one.
 *
 * @param clock in ms since 1970
 * @param probes the collection, if anything is collected
 */
export function recordResults(
  request: RunRequest,
  vitest: VitestApi,
  clock: () => number,
  probes?: ResultProbes,
): ResultRecorder {
  return new ResultReporter(request, vitest, clock, probes);
}

type ResultProbes = Pick<Probes, 'read' | 'readNodeTexts' | 'takeLoadedTexts' | 'withUserTransforms'>;

class ResultReporter implements ResultRecorder {
  readonly #request: RunRequest;
  readonly #vitest: VitestApi;
  readonly #clock: () => number;
  readonly #probes: ResultProbes | undefined;
  readonly #workerReads: WorkerReads;
  /** How many times each test file runs, by its key. */
  readonly #expected = new Map<string, number>();
  readonly #partialTestFiles = new Set<string>();
  /** By the key of the test file and the id of the module. */
  readonly #ended = new Map<string, Map<string, TestFileResult>>();
  readonly #cancelled: () => boolean;

  constructor(request: RunRequest, vitest: VitestApi, clock: () => number, probes: ResultProbes | undefined) {
    this.#request = request;
    this.#vitest = vitest;
    this.#clock = clock;
    this.#probes = probes;
    this.#workerReads = new WorkerReads(request);
    this.#cancelled = watchCancel(vitest);
  }

  expect(specifications: readonly Specification[]): void {
    for (const specification of specifications) {
      const key = this.#keyOf(specification);
      this.#expected.set(key, (this.#expected.get(key) ?? 0) + 1);
      if (isPartial(specification)) this.#partialTestFiles.add(key);
    }
  }

  async onTestModuleEnd(module: TestModule): Promise<void> {
    const key = this.#keyOf(module);
    const ends = this.#ended.get(key) ?? new Map<string, TestFileResult>();
    this.#ended.set(key, ends);
    ends.set(module.id, this.#resultOf(module));
    if (ends.size < (this.#expected.get(key) ?? 1)) return;
    // Sent before the result, because a run can be interrupted after it.
    const loadedTexts = this.#probes?.takeLoadedTexts();
    if (loadedTexts) await sendToParent({ type: 'loaded', loadedTexts });
    await sendToParent({ type: 'ended-file', result: [...ends.values()].reduce(combineResults) });
  }

  async onTestRunEnd(
    modules: readonly TestModule[],
    errors: readonly unknown[],
    reason: string,
  ): Promise<void> {
    // Vitest 3 reports nothing else for a file that could not be loaded. A pass is reported when the module
    // ends.
    for (const module of modules.filter((one) => one.state() === 'failed' && !this.#hasEnded(one))) {
      await this.onTestModuleEnd(module);
    }
    for (const error of errors) await sendToParent({ type: 'unhandled', message: errorText(error) });
    await sendToParent({
      type: 'ended',
      interrupted: reason === 'interrupted',
      failed: reason === 'failed',
      measuresCoverage: this.#vitest.config.coverage.enabled === true,
    });
  }

  #resultOf(module: TestModule): TestFileResult {
    const collected = this.#probes?.read(module);
    const nodeTexts = this.#probes?.readNodeTexts(module);
    const traced = this.#workerReads.take(module);
    const reads = traced && this.#probes ? this.#probes.withUserTransforms(traced) : traced;
    const failedTests = failedTestsOf(module);
    return {
      testFile: nameSpecification(this.#request, this.#vitest, module),
      outcome: module.ok() && !['failed', 'pending', 'queued'].includes(module.state()) ? 'passed' : 'failed',
      durationMs: durationOf(module),
      endedAt: this.#clock(),
      complete:
        !this.#cancelled() &&
        !this.#partialTestFiles.has(this.#keyOf(module)) &&
        !isNameFiltered(this.#vitest, module) &&
        isComplete(module),
      ...(failedTests.length === 0 ? {} : { failedTests }),
      ...(collected ? { collected } : {}),
      ...(reads ? { reads } : {}),
      ...(nodeTexts ? { loadedTexts: nodeTexts } : {}),
    };
  }

  #hasEnded(module: TestModule): boolean {
    return this.#ended.get(this.#keyOf(module))?.has(module.id) === true;
  }

  #keyOf(specification: Pick<Specification, 'project' | 'moduleId'>): string {
    return testFileKey(nameSpecification(this.#request, this.#vitest, specification));
  }
}

/** Vitest reports files that end after a cancel as passed, although they can be incomplete. */
function watchCancel(vitest: VitestApi): () => boolean {
  let cancelled = false;
  const cancel = vitest.cancelCurrentRun.bind(vitest);
  vitest.cancelCurrentRun = (reason) => {
    cancelled = true;
    return cancel(reason);
  };
  return () => cancelled || vitest.isCancelling === true;
}

function isPartial({ testLines, testIds, testNames, testNamePattern }: Specification): boolean {
  return (
    [testLines, testIds, testNames].some((some) => some !== undefined && some.length > 0) ||
    testNamePattern !== undefined
  );
}

function isNameFiltered(vitest: VitestApi, { project }: TestModule): boolean {
  return [vitest.config, project.config].some(
    (config) =>
      config.testNamePattern !== undefined ||
      (config.tagsFilter !== undefined && config.tagsFilter.length > 0),
  );
}

/**
 * False if a test has not ended, or if `only` left a test out, because the file could fail with another
 * `allowOnly`. Vitest 3 and 4 do not report which tests `only` left out, so the source is searched for it.
 */
function isComplete(module: TestModule): boolean {
  if (module.task.containsOnly === true) return false;
  const tests = [...module.children.allTests()];
  if (tests.some((test) => !['passed', 'failed', 'skipped'].includes(test.result().state))) return false;
  return !tests.some((test) => test.result().state === 'skipped') || !mentionsOnly(sourceOf(module));
}

function failedTestsOf(module: TestModule): string[] {
  if (module.state() !== 'failed') return [];
  const tests = [...module.children.allTests()].filter((test) => test.result().state === 'failed');
  return limitTestNames(tests.map(({ fullName = '' }) => fullName));
}

function sourceOf(module: TestModule): string | undefined {
  try {
    return readFileSync(module.moduleId, 'utf8');
  } catch {
    return undefined;
  }
}

function durationOf(module: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } =
    module.diagnostic();
  const parts = [environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration];
  return parts.reduce((sum, part) => sum + (Number.isFinite(part) ? part : 0), 0);
}

/**
 * If a file ran twice, only what both runs collected is kept, because it can execute other blocks in another
 * environment.
 */
function combineResults(
  { collected: _, reads: _reads, ...one }: TestFileResult,
  last: TestFileResult,
): TestFileResult {
  const { collected: _last, reads: _lastReads, ...other } = last;
  const loaded = new LoadedTextRecorder();
  for (const { loadedTexts = {} } of [one, other]) loaded.addAll(loadedTexts);
  const failedTests = limitTestNames([...(one.failedTests ?? []), ...(other.failedTests ?? [])]);
  return {
    ...other,
    ...(failedTests.length === 0 ? {} : { failedTests }),
    ...(loaded.isEmpty ? {} : { loadedTexts: loaded.all }),
    outcome: one.outcome === 'failed' ? 'failed' : other.outcome,
    durationMs: one.durationMs + other.durationMs,
    complete: one.complete && other.complete,
  };
}
