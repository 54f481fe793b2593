import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { renderProblem, type RunResult, type Suite } from '@nx-testmon/core';
import { type TestRunner, testRunners } from '@nx-testmon/engine';
import { createWorkspace, type TestWorkspace, writeFiles } from '../../tools/testing/create-workspace';
import { shellEnvironment } from './child-process';
import { killProcesses } from './kill-processes';
import { findRunnerInstallation, type RunnerInstallationName } from './runner-installations';

/**
 * An environment variable of every process that a workspace starts. Its value is the root of the workspace.
 */
const startedFor = 'STARTED_FOR_RUNNER_WORKSPACE';

type RunOptions = Partial<Parameters<TestRunner['run']>[0]>;

/** A workspace with one project, `packages/app`, and one test runner. */
export interface RunnerWorkspace {
  readonly root: string;
  readonly app: string;
  readonly runner: TestRunner;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  readonly discover: (runnerArguments?: readonly string[]) => ReturnType<TestRunner['discover']>;
  /** @throws Error if the discovery fails */
  readonly suites: (runnerArguments?: readonly string[]) => Promise<readonly Suite[]>;
  readonly run: (options?: RunOptions) => Promise<RunResult & { readonly output: string }>;
  readonly dispose: () => void;
}

/** A workspace in which everything is installed that an installation contains. */
export async function createRunnerWorkspace(
  installation: RunnerInstallationName,
  files: Readonly<Record<string, string>>,
): Promise<RunnerWorkspace> {
  const folder = await findRunnerInstallation(installation);
  const [name] = installation.split(/[ :]/);
  const runner = testRunners.find((one) => one.name === name);
  if (runner === undefined) throw new Error(`no test runner is called ${name}`);
  const workspace = createWorkspace({});
  workspace.link('node_modules', join(folder, 'node_modules'));
  return addRunnerProject(workspace, runner, { 'package.json': '{"name": "app"}', ...files });
}

/** Adds the project to a workspace that has the test runner installed. */
export function addRunnerProject(
  workspace: TestWorkspace,
  runner: TestRunner,
  files: Readonly<Record<string, string>>,
): RunnerWorkspace {
  const { root } = workspace;
  const app = workspace.path('packages/app');
  writeFiles(app, files);
  const request = (runnerArguments: readonly string[]) => ({
    workspaceRoot: root,
    projectRoot: app,
    projectName: 'app',
    installationRoots: [],
    runnerArguments,
    env: { ...shellEnvironment(), CI: 'true', [startedFor]: root },
  });
  return {
    root,
    app,
    runner,
    write: (more) => writeFiles(app, more),
    discover: (runnerArguments = []) => runner.discover(request(runnerArguments)),
    async suites(runnerArguments = []) {
      const answer = await runner.discover(request(runnerArguments));
      if (!answer.ok) throw new Error(renderProblem(answer.problem));
      return answer.discovery.suites;
    },
    async run(options = {}) {
      const outputFile = `output-${Math.random().toString(36).slice(2)}`;
      const output = openSync(workspace.path(outputFile), 'w');
      try {
        const result = await runner.run({
          ...request([]),
          files: 'all',
          keepCache: true,
          output,
          ...options,
        });
        return { ...result, output: workspace.read(outputFile) };
      } finally {
        closeSync(output);
        workspace.remove(outputFile);
      }
    },
    dispose() {
      // After a test runner was killed, its workers may continue forever.
      killProcesses(startedFor, root);
      workspace[Symbol.dispose]();
    },
  };
}

/** `path: outcome` of each test file, sorted. An incomplete result ends with `, in part`. */
export function outcomes({ results }: RunResult): string[] {
  return results
    .map(
      ({ testFile, outcome, complete }) =>
        `${testFile.path.replace('packages/app/', '')}: ${outcome}${complete ? '' : ', in part'}`,
    )
    .sort();
}
