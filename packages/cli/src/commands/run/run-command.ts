import { printable } from '@nx-testmon/core';
import { randomUUID } from 'node:crypto';
import { runTask } from '@nx-testmon/engine';
import { findExecutionOfCommand } from '@nx-testmon/engine/execution-id';
import { type CommandIo, type ExitCode, fail, failTasks, toInternalError } from '../../command-io';
import { type CreatedTask, taskName } from '../../targets/create-task';
import { createRunTasks, findRun, type RunFlags } from './find-run';
import { findUncoveredProjects, uncoveredLines } from '../../targets/find-uncovered-projects';
import { type FinishedTask, renderRuns, sumExitCodes } from './render-runs';
import { refuseBase, reportUntested } from './report-untested';

/**
 * Runs the tasks of the workspace one after another, as the executor would: selects, runs, records. Builds
 * nothing.
 *
 * @param runnerWords the arguments of the test runner, as the user typed them after `--`
 */
export async function runCommand(
  flags: RunFlags,
  runnerWords: readonly string[],
  io: CommandIo,
): Promise<ExitCode> {
  // A copy of the variables of the user's shell: reading the graph sets some for Nx, which tests must not
  // see.
  const env = { ...io.env };
  const found = await findRun(flags, io);
  if (!found.ok) return found.exitCode;
  const refusal = flags.untested === true ? await refuseBase(found, flags.base, io) : undefined;
  if (refusal) return fail(io, refusal);

  const execId = findExecutionOfCommand({
    pid: process.pid,
    env: io.env,
    now: io.clock(),
    unique: randomUUID(),
  });
  const created = createRunTasks(found, { flags, runnerWords, execId }, { ...io, env, write: io.print });
  if (!created.ok) return failTasks(io, created.refused);
  const { tasks } = created;

  const finished = await runEach(tasks, io);
  io.print(renderRuns(finished, tasks.length - finished.length, io.colors));
  const { workspace, graph, projects } = found;
  const uncovered = findUncoveredProjects(workspace.root, graph, projects);
  for (const line of uncoveredLines(uncovered)) io.print(io.colors.yellow(line));
  const exitCode = sumExitCodes(finished);
  const isInterrupted = finished.some(({ report }) => report?.outcome === 'interrupted');
  if (flags.untested !== true || isInterrupted) return exitCode;
  const unread = await reportUntested(found, flags.base, finished, io);
  return unread === 0 ? exitCode : unread;
}

/** Runs tasks one after another, until one is interrupted. */
async function runEach(tasks: readonly CreatedTask[], io: CommandIo): Promise<readonly FinishedTask[]> {
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
  return finished;
}
