import { url as inspectorUrl } from 'node:inspector';
import type { ExecutorContext, ProjectGraph } from '@nx/devkit';
import {
  buildWorkspace,
  formatMessageLine,
  type Problem,
  renderProblem,
  type Workspace,
} from '@nx-testmon/core';
import type { TaskIo } from '@nx-testmon/engine';
import { findExecutionOfTask } from '@nx-testmon/engine/execution-id';
import { checkNodeVersion } from '@nx-testmon/engine/node-version';
import { summaryLineOfReport } from '@nx-testmon/engine/summary';
import { createDim } from './dim';
import { mergeArgvOptions } from './merge-argv-options';
import type { TestmonExecutorOptions } from './executor-options';
import { loadDevkit } from '../load-devkit';

/** The inputs of the executor from its process. */
export interface ExecutorIo extends TaskIo {
  readonly parentPid: number;
  /** Makes a text less visible, where the output has colors. */
  readonly dim?: (text: string) => string;
}

/** The part of Nx's context that the executor uses. */
export type TaskContext = Pick<
  ExecutorContext,
  'root' | 'projectName' | 'targetName' | 'projectsConfigurations' | 'projectGraph'
>;

/** Runs the test files of one project that changes can affect, and records their dependencies. */
export default function testmonExecutor(
  options: TestmonExecutorOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  return runTestmon(options, context, {
    env: process.env,
    nodeVersion: process.versions.node,
    isDebugged: inspectorUrl() !== undefined,
    parentPid: process.ppid,
    clock: Date.now,
    write: (line) => console.log(line),
    dim: createDim(process.env, process.stdout),
  });
}

/** The executor, with its process as an argument. Expected problems are printed, never thrown. */
export async function runTestmon(
  options: TestmonExecutorOptions,
  context: TaskContext,
  { parentPid, dim = (text) => text, ...io }: ExecutorIo,
): Promise<{ success: boolean }> {
  const { env, nodeVersion, write } = io;
  const unsupported = checkNodeVersion(nodeVersion);
  if (unsupported !== undefined) return refuse([unsupported], write);
  const { projectName, targetName } = context;
  if (projectName === undefined || targetName === undefined) {
    return refuse([{ kind: 'no-task' }], write);
  }

  // Loaded on first use, because its native modules crash an unsupported version of Node.
  const { parseTask, runTask } = await import('@nx-testmon/engine');
  const target = {
    workspace: await readWorkspace(context),
    project: projectName,
    target: targetName,
    execId: findExecutionOfTask(env, parentPid),
    raw: mergeArgvOptions(options, env),
    env,
  };
  // Nx's cache key contains the name of the shard, but not the content of the plan.
  const parsed = parseTask(target, { isCached: true });
  if (!parsed.ok) return refuse(parsed.problems, write);
  const { report, exitCode } = await runTask(parsed.task, { ...io, env: parsed.env });
  const summary = summaryLineOfReport(report);
  if (summary !== undefined) write(formatMessageLine(dim(summary)));
  return { success: exitCode === 0 };
}

function refuse(problems: readonly Problem[], write: (line: string) => void): { success: false } {
  for (const problem of problems) write(formatMessageLine(renderProblem(problem)));
  return { success: false };
}

async function readWorkspace({
  root,
  projectsConfigurations,
  projectGraph,
}: TaskContext): Promise<Workspace> {
  const graph = (projectGraph as ProjectGraph | undefined) ?? (await makeProjectGraph());
  const projects = Object.entries(projectsConfigurations.projects);
  return buildWorkspace(
    root,
    Object.fromEntries(projects.map(([name, project]) => [name, project.root])),
    graph.dependencies,
  );
}

/**
 * Loaded on first use, because loading the devkit takes time and Nx nearly always passes the graph to the
 * executor.
 */
function makeProjectGraph(): Promise<ProjectGraph> {
  return loadDevkit().createProjectGraphAsync({ exitOnError: false });
}
