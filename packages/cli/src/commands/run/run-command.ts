import { printable } from '@nx-testmon/core';
import { randomUUID } from 'node:crypto';
import { runTask } from '@nx-testmon/engine';
import { findExecutionOfCommand } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, failTasks, toInternalError } from '../../command-io';
import { createTasks, taskName } from '../../targets/create-task';
import {
  failWithoutTargets,
  findUncoveredProjects,
  uncoveredLines,
} from '../../targets/find-uncovered-projects';
import { openTargets } from '../../targets/open-targets';
import { taskOptionsOf } from '../../program/option-flags';
import { type FinishedTask, renderRuns, sumExitCodes } from './render-runs';

export interface RunFlags {
  readonly projects?: readonly string[];
  readonly target?: string;
  readonly configuration?: string;
  /** Short for the task option `planShard`. */
  readonly shard?: string;
  readonly [taskOption: string]: unknown;
}

/**
 * Runs the tasks of the workspace one after another, as the executor would: selects, runs, records. Builds
 * nothing.
 *
 * @param runnerWords what goes to the test runner, as it was typed after `--`
 */
export async function runCommand(
  flags: RunFlags,
  runnerWords: readonly string[],
  io: CommandIo,
): Promise<ExitCode> {
  // As the user's shell has them: reading the graph sets some for Nx, which tests may not see.
  const env = { ...io.env };
  const { projects: patterns, target, configuration, shard } = flags;
  const opened = await openTargets(io, { patterns, target, all: true, onlyOwnPackage: true });
  if (!opened.ok) return failWithoutTargets(io, opened);
  const { workspace, graph, projects, targets } = opened;

  const request = {
    execId: findExecutionOfCommand({ pid: process.pid, env: io.env, now: io.now(), unique: randomUUID() }),
    configuration,
    options: {
      ...taskOptionsOf(flags),
      ...(shard === undefined ? {} : { planShard: shard }),
      ...(runnerWords.length > 0 ? { _: runnerWords } : {}),
    },
  };
  const created = createTasks(targets, workspace, request, { ...io, env, write: io.print });
  if (!created.ok) return failTasks(io, created.refused);
  const { tasks } = created;

  const finished: FinishedTask[] = [];
  for (const { task, io: taskIo } of tasks) {
    const { project, target: name } = task;
    if (tasks.length > 1) io.print(io.colors.bold(`\n${printable(project)} (${printable(name)})`));
    try {
      const { report, exitCode } = await runTask(task, taskIo);
      finished.push({ project, target: name, exitCode, report });
      if (report.outcome === 'interrupted') break;
    } catch (error) {
      failTasks(io, [{ name: taskName(task), problems: [toInternalError(error)] }]);
      finished.push({ project, target: name, exitCode: 2 });
    }
  }
  io.print(renderRuns(finished, tasks.length - finished.length, io.colors));
  for (const line of uncoveredLines(findUncoveredProjects(workspace.root, graph, projects)))
    io.print(io.colors.yellow(line));
  return sumExitCodes(finished);
}
