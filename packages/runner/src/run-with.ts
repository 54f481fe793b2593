import type { ReadTrace, RunResult, TestFileResult } from '@nx-testmon/core';
import type { RunnerMessage, RunRequest } from './messages';
import type { FoundTestFile, RunnerAdapter, RunnerRun } from './runner-adapter';
import { type RunnerEnd, runRunnerProcess } from './runner-process';

/**
 * Runs the given test files as the runner's own command would: same configuration, reporters, output and
 * exit code. Resolves when the runner's process has ended; never rejects for what a test or the runner does.
 */
export async function runWith(adapter: RunnerAdapter, run: RunnerRun): Promise<RunResult> {
  const prepared = adapter.prepare(run);
  if (!prepared.ok) {
    const { message, next } = prepared.failure;
    return { results: [], outcome: 'broken', exitCode: 1, message: `${message}\n${next}` };
  }
  const heard = hearing(run.onResult);
  const request: RunRequest = {
    ...prepared.request,
    files: run.files,
    order: run.order,
    keepCache: run.keepCache,
    probes: run.probes,
  };
  const end = await runRunnerProcess({
    script: `${adapter.scripts}/run.js`,
    request,
    cwd: run.projectRoot,
    env: run.env,
    output: run.output ?? 'inherit',
    preload: run.probes === undefined ? undefined : adapter.preload?.(request),
    signals: run.signals,
    onMessage: heard.listen,
  });
  return runResult(adapter.title, heard, end);
}

interface Heard {
  readonly results: TestFileResult[];
  readonly started: FoundTestFile[];
  readonly unhandled: string[];
  readonly notes: string[];
  found: FoundTestFile[] | undefined;
  reads: ReadTrace | undefined;
  refused: string | undefined;
  ended: { readonly interrupted: boolean; readonly failed: boolean } | undefined;
}

function hearing(
  onResult: RunnerRun['onResult'],
): Heard & { readonly listen: (message: RunnerMessage) => void } {
  const heard: Heard = {
    results: [],
    started: [],
    unhandled: [],
    notes: [],
    found: undefined,
    reads: undefined,
    refused: undefined,
    ended: undefined,
  };
  return Object.assign(heard, {
    listen(message: RunnerMessage): void {
      if (message.type === 'found') heard.found = message.found;
      else if (message.type === 'started') heard.started.push(...message.files);
      else if (message.type === 'unhandled') heard.unhandled.push(message.message);
      else if (message.type === 'read') heard.reads = message.reads;
      else if (message.type === 'note') heard.notes.push(message.message);
      else if (message.type === 'refused') heard.refused = message.message;
      else if (message.type === 'ended') heard.ended = message;
      else if (message.type === 'ended-file') {
        heard.results.push(message.result);
        onResult?.(message.result);
      }
    },
  });
}

function runResult(title: string, heard: Heard, end: RunnerEnd): RunResult {
  const missing = heard.started.filter(
    (file) =>
      !heard.results.some(({ suite, testFile }) => suite === file.suite && testFile === file.testFile),
  );
  const { outcome, message } = judge(title, heard, end, missing);
  // A runner that was told to stop, or was ended by a test, may still have ended with a success of its own.
  const isCutShort = outcome === 'broken' || (outcome === 'unhandled' && heard.ended === undefined);
  const exitCode = outcome === 'interrupted' && end.exitCode === 0 ? 130 : end.exitCode;
  return {
    results: heard.results,
    ...(heard.found === undefined ? {} : { found: heard.found }),
    ...(heard.reads === undefined ? {} : { reads: heard.reads }),
    ...(heard.notes.length === 0 ? {} : { notes: heard.notes }),
    outcome,
    exitCode: isCutShort && exitCode === 0 ? 1 : exitCode,
    ...(message === undefined ? {} : { message }),
  };
}

function judge(
  title: string,
  heard: Heard,
  end: RunnerEnd,
  missing: readonly FoundTestFile[],
): { outcome: RunResult['outcome']; message?: string } {
  if (end.signal !== undefined && heard.ended?.interrupted !== false) {
    return { outcome: 'interrupted', message: `stopped by ${end.signal}` };
  }
  if (heard.refused !== undefined) return { outcome: 'broken', message: heard.refused };
  if (heard.found === undefined) {
    return {
      outcome: 'broken',
      message: `${title} ended with exit code ${end.exitCode} before it looked for tests.`,
    };
  }
  if (heard.unhandled.length > 0) return { outcome: 'unhandled', message: heard.unhandled.join('\n') };
  if (heard.ended === undefined) {
    return heard.started.length === 0 && end.exitCode === 0
      ? { outcome: 'passed' }
      : { outcome: 'unhandled', message: `${title} ended in the middle of the run.` };
  }
  const failed =
    heard.ended.failed || end.exitCode !== 0 || heard.results.some((one) => one.outcome === 'failed');
  if (heard.ended.interrupted) return { outcome: failed ? 'failed' : 'interrupted' };
  if (missing.length > 0) {
    const names = missing.map(({ testFile }) => testFile).join(', ');
    return { outcome: 'unhandled', message: `${title} said nothing about the end of ${names}.` };
  }
  return { outcome: failed ? 'failed' : 'passed' };
}
