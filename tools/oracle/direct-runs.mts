import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJsonLines } from '../shared/read-json-lines.mts';
import { type FullRuns, type FullRunsRequest, joinRuns, timeLimitOf, type Variables } from './full-runs.mts';
import { dependenciesOf, findAffected, ownerOf, reach } from './project-graph.mts';
import { runnerCommand, type RunnerName, runnerNames } from './runner-commands.mts';
import type { TestFileEvent, TestRun } from './test-outcomes.mts';
import { findNx, runProgram } from './workspace-commands.mts';

const executor = 'nx-testmon:testmon';

/** A project whose tests the target runs. */
export interface TestedProject {
  readonly name: string;
  readonly root: string;
  readonly runner: RunnerName;
  readonly config: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Targets of its dependencies that Nx runs before the tests, such as `build` for `^build`. */
  readonly builds: readonly string[];
}

/** The options of the executor that are used here. */
interface ExecutorOptions {
  readonly testRunner?: string;
  readonly config?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function findTestedProjects({ graph, target, projects }: FullRunsRequest): readonly TestedProject[] {
  return Object.values(graph.nodes).flatMap(({ name, data: { root, targets } }) => {
    const configuration = targets?.[target];
    if (configuration?.executor !== executor || !(projects?.includes(name) ?? true)) return [];
    const { testRunner, config, env = {} } = (configuration.options ?? {}) as ExecutorOptions;
    const runner = runnerNames.find((one) => one === testRunner) ?? 'vitest';
    const builds = (configuration.dependsOn ?? [])
      .map((dependency) => (typeof dependency === 'string' ? dependency : `^${dependency.target}`))
      .filter((dependency) => dependency.startsWith('^') && dependency !== `^${target}`)
      .map((dependency) => dependency.slice(1));
    return [{ name, root, runner, config, env, builds }];
  });
}

/** Full runs by the projects' own test runners, and the tested projects. */
export interface DirectRuns extends FullRuns {
  readonly tested: readonly TestedProject[];
  /** Projects that the files can affect. A file of no project can affect all of them. */
  findAffectedProjects(files: readonly string[]): readonly TestedProject[];
}

/** Duration of each project's tests in the baseline, in ms. */
export type Durations = Map<string, number>;

/**
 * Full runs without nx-testmon and without Nx, by each project's own test runner with the project's own
 * configuration.
 */
export function directRuns(request: FullRunsRequest, durations: Durations = new Map()): DirectRuns {
  const { workspace } = request;
  const tested = findTestedProjects(request);
  const findAffectedProjects = (files: readonly string[]) => findAffectedProjectsOf(request, tested, files);
  return {
    tested,
    findAffectedProjects,
    inCopy: (copy) => directRuns({ ...request, workspace: copy }, durations),
    runBaseline: async () =>
      joinRuns(
        await runInTurn(tested, request.atOnce, async (project) => {
          const started = Date.now();
          const run = await runProject(workspace, project, Infinity);
          durations.set(project.name, Date.now() - started);
          return run;
        }),
      ),
    runTests: async (files, environment) =>
      joinRuns(
        await runInTurn(findAffectedProjects(files), 1, (project) =>
          runProject(workspace, project, timeLimitOf(durations.get(project.name)), environment),
        ),
      ),
    isBuilt: (files) => findBuildTasks(request, findAffectedProjects(files), files).size > 0,
    async build(files) {
      for (const task of findBuildTasks(request, findAffectedProjects(files), files)) {
        const args = [findNx(workspace), 'run', task, '--skip-nx-cache'];
        await runProgram(workspace, args, { env: { NX_ISOLATE_PLUGINS: 'false' } });
      }
    },
  };
}

async function runProject(
  workspace: string,
  project: TestedProject,
  timeLimitMs: number,
  environment: Variables = {},
): Promise<TestRun> {
  const { name, root, runner, config, env } = project;
  const cwd = join(workspace, root);
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
  const resultFile = join(folder, 'results.jsonl');
  try {
    const variables = {
      // Vitest 5 enables this cache by default. It does not notice a new file that comes first in a
      // resolution.
      VITEST_FS_MODULE_CACHE: 'false',
      ...environment,
      ...env,
      ORACLE_RESULTS: resultFile,
      ORACLE_WORKSPACE: workspace,
      NX_TASK_TARGET_PROJECT: name,
    };
    const { code, timedOut } = await runProgram(workspace, runnerCommand[runner](cwd, config), {
      cwd,
      timeLimitMs,
      env: variables,
    });
    const report = { project: name, outcome: code === 0 ? 'passed' : 'failed' } as const;
    return { reports: [report], results: readJsonLines<TestFileEvent>(resultFile), timedOut };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runInTurn(
  projects: readonly TestedProject[],
  atOnce: number,
  run: (project: TestedProject) => Promise<TestRun>,
): Promise<readonly TestRun[]> {
  const runs: TestRun[] = [];
  const waiting = [...projects];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) runs.push(await run(next));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return runs;
}

function findAffectedProjectsOf(
  { graph }: FullRunsRequest,
  tested: readonly TestedProject[],
  files: readonly string[],
): readonly TestedProject[] {
  const affected = findAffected(graph, files);
  return affected === undefined ? tested : tested.filter(({ name }) => affected.has(name));
}

/**
 * The build tasks that Nx would run before the tests of these projects, but only of projects that own the
 * files.
 */
function findBuildTasks(
  { graph }: FullRunsRequest,
  seeing: readonly TestedProject[],
  files: readonly string[],
): ReadonlySet<string> {
  const owners = files.map((file) => ownerOf(graph, file)).filter((name) => name !== undefined);
  const tasks = new Set<string>();
  for (const { name, builds } of seeing) {
    const reached = reach(dependenciesOf(graph), [name]);
    for (const owner of owners.filter((one) => one !== name && reached.has(one))) {
      const existing = builds.filter((build) => graph.nodes[owner]?.data.targets?.[build]);
      for (const build of existing) tasks.add(`${owner}:${build}`);
    }
  }
  return tasks;
}
