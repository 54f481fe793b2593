import { type ChildProcess, fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { childEnvironment } from '../shared/child-environment.mts';
import { endProcessTree, isDetached, trackProcess } from '../shared/running-processes.mts';
import { directRuns, type Durations, type TestedProject } from './direct-runs.mts';
import {
  type FullRun,
  type FullRuns,
  type FullRunsRequest,
  joinRuns,
  timeLimitOf,
  type Variables,
} from './full-runs.mts';
import type { TestFileEvent, TestRun } from './test-outcomes.mts';
import type { WarmMessage, WarmProject, WarmRequest } from './warm-messages.mts';

/** Modules that Vitest can read again in the same process. A change of any other file needs a new process. */
const isPlainModule = /(?<!\.config)\.[cm]?[jt]sx?$/;

/**
 * How a run of a kept Vitest instance ended: it passed, it failed, it reached the time limit, or its process
 * ended.
 */
type RunEnd = 'passed' | 'failed' | 'late' | 'gone';

/** A Vitest instance of one project that is kept between runs. */
class WarmVitest {
  readonly #workspace: string;
  readonly #project: TestedProject;
  #child: ChildProcess | undefined;

  constructor(workspace: string, project: TestedProject) {
    this.#workspace = workspace;
    this.#project = project;
  }

  async run(changed: readonly string[], timeLimitMs: number, environment?: Variables): Promise<TestRun> {
    const { name } = this.#project;
    const child = this.#child ?? (await this.#start(environment));
    if (child === undefined) {
      return { reports: [{ project: name, outcome: 'failed' }], results: [], timedOut: false };
    }
    this.#child = child;
    const results: TestFileEvent[] = [];
    const end = await askToRun(
      child,
      { changed },
      { timeLimitMs, onTestFile: (event) => results.push(event) },
    );
    if (end === 'late' || end === 'gone') this.end();
    const outcome = end === 'passed' ? 'passed' : 'failed';
    return { reports: [{ project: name, outcome }], results, timedOut: end === 'late' };
  }

  end(): void {
    if (this.#child !== undefined) endProcessTree(this.#child);
    this.#child = undefined;
  }

  /** @returns `undefined` if the process ends before it is ready */
  #start(environment: Variables = {}): Promise<ChildProcess | undefined> {
    const { name: project, root, config, env } = this.#project;
    const request: WarmProject = { workspace: this.#workspace, project, config };
    const child = fork(join(import.meta.dirname, 'warm-vitest.mts'), [JSON.stringify(request)], {
      cwd: join(this.#workspace, root),
      env: childEnvironment({ ...environment, ...env, VITEST: 'true', NODE_ENV: 'test', TEST: 'true' }),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: isDetached,
    });
    trackProcess(child);
    return new Promise((resolve) => {
      child.once('message', () => resolve(child));
      child.once('exit', () => resolve(undefined));
    });
  }
}

interface RunObserver {
  readonly timeLimitMs: number;
  readonly onTestFile: (event: TestFileEvent) => void;
}

function askToRun(
  child: ChildProcess,
  request: WarmRequest,
  { timeLimitMs, onTestFile }: RunObserver,
): Promise<RunEnd> {
  return new Promise((resolve) => {
    const settle = (end: RunEnd): void => {
      clearTimeout(timer);
      child.off('exit', onExit);
      child.off('message', onMessage);
      resolve(end);
    };
    const onExit = (): void => settle('gone');
    const onMessage = (message: WarmMessage): void => {
      if (message.kind === 'test-file') onTestFile(message);
      if (message.kind === 'ended') settle(message.passed ? 'passed' : 'failed');
    };
    const timer = Number.isFinite(timeLimitMs) ? setTimeout(() => settle('late'), timeLimitMs) : undefined;
    child.on('message', onMessage);
    child.once('exit', onExit);
    child.send(request);
  });
}

/** Like `directRuns`, with one Vitest instance for each project that is kept between mutants. */
export function warmRuns(request: FullRunsRequest, durations: Durations = new Map()): FullRuns {
  const { workspace } = request;
  const direct = directRuns(request, durations);
  const kept = new Map(direct.tested.map((project) => [project.name, new WarmVitest(workspace, project)]));
  // Files of the previous mutant. Restoring them is a change as well.
  let changedBefore: readonly string[] = [];

  async function runAll(
    projects: readonly TestedProject[],
    files: readonly string[],
    hasEnvironment: boolean,
    run: (vitest: WarmVitest, name: string, changed: readonly string[]) => Promise<TestRun>,
  ): Promise<FullRun> {
    const changed = [...new Set([...changedBefore, ...files])];
    const isFresh =
      hasEnvironment ||
      changed.some((file) => !isPlainModule.test(file) || !existsSync(join(workspace, file)));
    if (isFresh) for (const vitest of kept.values()) vitest.end();
    const running = projects.flatMap(({ name }) => {
      const vitest = kept.get(name);
      return vitest === undefined ? [] : [run(vitest, name, changed)];
    });
    const runs = await Promise.all(running);
    changedBefore = [...files];
    // Instances that did not run have not reloaded the changed files.
    for (const [name, vitest] of kept) {
      if (isFresh || !projects.some((project) => project.name === name)) vitest.end();
    }
    return joinRuns(runs);
  }

  return {
    ...direct,
    inCopy: (copy) => warmRuns({ ...request, workspace: copy }, durations),
    runBaseline: () =>
      runAll(direct.tested, [], false, async (vitest, name, changed) => {
        const started = Date.now();
        const run = await vitest.run(changed, Infinity);
        durations.set(name, Date.now() - started);
        return run;
      }),
    runTests: (files, environment) =>
      runAll(direct.findAffectedProjects(files), files, environment !== undefined, (vitest, name, changed) =>
        vitest.run(changed, timeLimitOf(durations.get(name)), environment),
      ),
  };
}
