import { join } from 'node:path';
import {
  type ReadTrace,
  renderProblem,
  type RunFallback,
  type RunResult,
  type TestFileId,
  testFileKey,
  type TestFileResult,
} from '@nx-testmon/core';
import type { ChildRunner } from './child-runner';
import { LoadedTextRecorder } from '../loaded-text-recorder';
import type { RunnerMessage, RunRequest } from './messages';
import { readsPreload } from '../preload-path';
import { type RunnerEnd, runRunnerProcess } from './start-runner-process';
import type { RunnerRun } from '../test-runner';

/**
 * Runs the given test files as the test runner's own command would: same configuration, reporters, output and
 * exit code. Resolves when the test runner's process has ended, and does not reject if tests or the test
 * runner fail.
 */
export async function runInChild(runner: ChildRunner, run: RunnerRun): Promise<RunResult> {
  const prepared = runner.prepare(run);
  if (!prepared.ok) {
    return { results: [], outcome: 'broken', exitCode: 1, message: renderProblem(prepared.problem) };
  }
  const request: RunRequest = {
    ...prepared.request,
    files: run.files,
    order: run.order,
    keepCache: run.keepCache,
    onlyPrints: run.onlyPrints,
    installationRoots: run.installationRoots,
    probes: run.probes,
    readsPreload,
  };
  const session = new RunnerSession(run.onResult);
  const end = await runRunnerProcess({
    script: `${runner.scripts}/run.js`,
    otherScripts: [readsPreload, ...runner.otherScripts.map((script) => join(runner.scripts, script))],
    request,
    cwd: run.projectRoot,
    env: run.env,
    output: run.output ?? 'inherit',
    preload: run.probes === undefined ? undefined : runner.preload?.(request),
    signals: run.signals,
    onMessage: (message) => session.receive(message),
  });
  return session.close(runner.title, end);
}

/** Receives the messages of a test runner's process until it ends. */
class RunnerSession {
  #hasReceived = false;
  readonly #results: TestFileResult[] = [];
  readonly #unhandled: string[] = [];
  readonly #fallbacks: RunFallback[] = [];
  readonly #loadedTexts = new LoadedTextRecorder();
  readonly #onResult: RunnerRun['onResult'];
  #found: TestFileId[] | undefined;
  #started: TestFileId[] | undefined;
  #reads: ReadTrace | undefined;
  #refusal: string | undefined;
  #ended: Extract<RunnerMessage, { readonly type: 'ended' }> | undefined;

  constructor(onResult: RunnerRun['onResult']) {
    this.#onResult = onResult;
  }

  receive(message: RunnerMessage): void {
    this.#hasReceived = true;
    switch (message.type) {
      case 'found':
        this.#found = message.found;
        break;
      case 'started':
        this.#started = [...(this.#started ?? []), ...message.files];
        break;
      case 'ended-file':
        this.#results.push(message.result);
        this.#onResult?.(message.result);
        break;
      case 'unhandled':
        this.#unhandled.push(message.message);
        break;
      case 'read':
        this.#reads = message.reads;
        break;
      case 'loaded':
        this.#loadedTexts.addAll(message.loadedTexts);
        break;
      case 'not-collected': {
        const { fallback, suite } = message;
        this.#fallbacks.push({ fallback, ...(suite === undefined ? {} : { suite }) });
        break;
      }
      case 'refused':
        this.#refusal = message.message;
        break;
      case 'ended':
        this.#ended = message;
        break;
      case 'discovered':
        break; // only discovery sends it
    }
  }

  /** The result of the run, after the process has ended. */
  close(title: string, end: RunnerEnd): RunResult {
    const { outcome, message } = this.#decideOutcome(title, end);
    // A test runner that a signal or a test stopped, or that lost a test file, can still exit with code 0.
    const isCutShort =
      outcome === 'broken' || (outcome === 'unhandled' && (!this.#ended || this.#findMissing().length > 0));
    const exitCode = this.#exitCode(outcome, end);
    return {
      results: this.#results,
      ...(this.#found === undefined ? {} : { found: this.#found }),
      ...(this.#started === undefined ? {} : { started: this.#started }),
      ...(this.#reads === undefined ? {} : { reads: this.#reads }),
      ...(this.#loadedTexts.isEmpty ? {} : { loadedTexts: this.#loadedTexts.all }),
      ...(this.#fallbacks.length === 0 ? {} : { fallbacks: this.#fallbacks }),
      ...(this.#ended?.measuresCoverage === true ? { measuresCoverage: true } : {}),
      outcome,
      exitCode: isCutShort && exitCode === 0 ? 1 : exitCode,
      ...(message === undefined ? {} : { message }),
    };
  }

  #decideOutcome(title: string, end: RunnerEnd): { outcome: RunResult['outcome']; message?: string } {
    const ended = this.#ended;
    if (end.signal !== undefined && ended?.interrupted !== false) {
      return { outcome: 'interrupted', message: `stopped by ${end.signal}` };
    }
    if (this.#refusal !== undefined) return { outcome: 'broken', message: this.#refusal };
    if (this.#found === undefined) {
      return {
        outcome: 'broken',
        message: `${title} exited with code ${end.exitCode} before discovering tests.`,
      };
    }
    if (this.#unhandled.length > 0) return { outcome: 'unhandled', message: this.#unhandled.join('\n') };
    if (ended === undefined) {
      return !this.#started?.length && end.exitCode === 0
        ? { outcome: 'passed' }
        : { outcome: 'unhandled', message: `${title} exited during the run.` };
    }
    const failed =
      ended.failed || end.exitCode !== 0 || this.#results.some(({ outcome }) => outcome === 'failed');
    if (ended.interrupted) return { outcome: failed ? 'failed' : 'interrupted' };
    const missing = this.#findMissing();
    if (missing.length > 0) {
      const names = missing.map(({ path }) => path).join(', ');
      return { outcome: 'unhandled', message: `${title} reported no result for ${names}.` };
    }
    return { outcome: failed ? 'failed' : 'passed' };
  }

  /** A process that ends without a message has run nothing, so its exit code does not say that tests failed. */
  #exitCode(outcome: RunResult['outcome'], { exitCode }: RunnerEnd): number {
    if (outcome === 'interrupted' && exitCode === 0) return 130;
    return outcome === 'broken' && !this.#hasReceived ? 2 : exitCode;
  }

  /** Test files that were started but have no result. */
  #findMissing(): TestFileId[] {
    const ended = new Set(this.#results.map(({ testFile }) => testFileKey(testFile)));
    return (this.#started ?? []).filter((testFile) => !ended.has(testFileKey(testFile)));
  }
}
