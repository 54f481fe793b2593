import { testFileKey } from '@nx-testmon/core';
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
 * A reporter that sends the result of each test file to the parent process. A file that runs twice in one suite, as
 * test and as type test, has one result: the worse.
 *
 * @param now in ms since 1970
 * @param probes what is collected, where anything is
 */
export function recordResults(
  request: RunRequest,
  vitest: VitestApi,
  now: () => number,
  probes?: Pick<Probes, 'read' | 'readNodeTexts' | 'takeLoadedTexts' | 'withUserTransforms'>,
): ResultRecorder {
  const workerReads = new WorkerReads(request);
  const expected = new Map<string, number>();
  const partialTestFiles = new Set<string>();
  const ended = new Map<string, Map<string, TestFileResult>>();
  const cancelled = watchCancel(vitest);
  const keyOfModule = (module: TestModule): string => testFileKey(nameSpecification(request, vitest, module));
  const hasEnded = (module: TestModule): boolean => ended.get(keyOfModule(module))?.has(module.id) === true;
  const moduleEnded = async (module: TestModule): Promise<void> => {
    const key = keyOfModule(module);
    const ends = ended.get(key) ?? new Map<string, TestFileResult>();
    ended.set(key, ends);
    const collected = probes?.read(module);
    const nodeTexts = probes?.readNodeTexts(module);
    const traced = workerReads.take(module);
    const reads = traced && probes ? probes.withUserTransforms(traced) : traced;
    ends.set(module.id, {
      testFile: nameSpecification(request, vitest, module),
      outcome: module.ok() && !['failed', 'pending', 'queued'].includes(module.state()) ? 'passed' : 'failed',
      durationMs: durationOf(module),
      endedAt: now(),
      complete:
        !cancelled() && !partialTestFiles.has(key) && !isNameFiltered(vitest, module) && isComplete(module),
      ...(collected ? { collected } : {}),
      ...(reads ? { reads } : {}),
      ...(nodeTexts ? { loadedTexts: nodeTexts } : {}),
    });
    if (ends.size < (expected.get(key) ?? 1)) return;
    // Before the result: a run can be interrupted after it.
    const loadedTexts = probes?.takeLoadedTexts();
    if (loadedTexts) await sendToParent({ type: 'loaded', loadedTexts });
    await sendToParent({ type: 'ended-file', result: [...ends.values()].reduce(worse) });
  };
  return {
    expect(specifications) {
      for (const specification of specifications) {
        const key = testFileKey(nameSpecification(request, vitest, specification));
        expected.set(key, (expected.get(key) ?? 0) + 1);
        if (isPartial(specification)) partialTestFiles.add(key);
      }
    },
    onTestModuleEnd: moduleEnded,
    async onTestRunEnd(modules, errors, reason) {
      // Vitest 3 reports nothing else for a file that could not be loaded. A pass is reported when the module ends.
      for (const module of modules.filter((one) => one.state() === 'failed' && !hasEnded(one))) {
        await moduleEnded(module);
      }
      for (const error of errors) await sendToParent({ type: 'unhandled', message: errorText(error) });
      await sendToParent({
        type: 'ended',
        interrupted: reason === 'interrupted',
        failed: reason === 'failed',
      });
    },
  };
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
 * False if a test has not ended, or `only` left a test out: with another `allowOnly` the file could fail. Vitest 3
 * and 4 do not report which tests `only` left out, so the source is searched for it.
 */
function isComplete(module: TestModule): boolean {
  if (module.task.containsOnly === true) return false;
  const tests = [...module.children.allTests()];
  if (tests.some((test) => !['passed', 'failed', 'skipped'].includes(test.result().state))) return false;
  return !tests.some((test) => test.result().state === 'skipped') || !mentionsOnly(sourceOf(module));
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

/** If a file ran twice, only what both runs collected is kept: in two environments it can execute other blocks. */
function worse(
  { collected: _, reads: _reads, ...one }: TestFileResult,
  last: TestFileResult,
): TestFileResult {
  const { collected: _last, reads: _lastReads, ...other } = last;
  const loaded = new LoadedTextRecorder();
  for (const { loadedTexts = {} } of [one, other]) loaded.addAll(loadedTexts);
  return {
    ...other,
    ...(loaded.isEmpty ? {} : { loadedTexts: loaded.all }),
    outcome: one.outcome === 'failed' ? 'failed' : other.outcome,
    durationMs: one.durationMs + other.durationMs,
    complete: one.complete && other.complete,
  };
}
