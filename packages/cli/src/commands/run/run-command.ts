import { printable, printableJson } from '@nx-testmon/core';
import { randomUUID } from 'node:crypto';
import { runTask } from '@nx-testmon/engine';
import { findExecutionOfCommand } from '@nx-testmon/engine/execution-id';
import {
  type CommandIo,
  type ExitCode,
  fail,
  failTasks,
  standardError,
  toInternalError,
} from '../../command-io';
import { type CreatedTask, taskName } from '../../targets/create-task';
import { createRunTasks, findRun, type RunFlags } from './find-run';
import { findUncoveredProjects, uncoveredLines } from '../../targets/find-uncovered-projects';
import { type FinishedTask, renderRuns, sumExitCodes } from './render-runs';
import { failUnread, printUntested, readUntestedAfterRun, refuseBase } from './report-untested';
import { type EndedRun, toRunDocument } from './run-document';

/**
 * Runs the tasks of the workspace one after another, as the executor would: selects, runs, records. Builds
 * nothing. With `--json`, everything but the document goes to standard error.
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
  const json = flags.json === true;
  const progress: CommandIo = json ? { ...io, print: io.printError } : io;
  const output = json ? { output: standardError } : {};
  const taskIo = { ...io, env, write: progress.print, ...output };
  const created = createRunTasks(found, { flags, runnerWords, execId }, taskIo);
  if (!created.ok) return failTasks(io, created.refused);
  const { tasks } = created;

  const finished = await runEach(tasks, progress);
  const { workspace, graph, projects } = found;
  const uncovered = findUncoveredProjects(workspace.root, graph, projects);
  const ended: EndedRun = { execId, finished, left: tasks.length - finished.length, uncovered };
  if (!json) printRun(ended, io);
  const isInterrupted = finished.some(({ report }) => report?.outcome === 'interrupted');
  const asksUntested = flags.untested === true && !isInterrupted;
  const untested = asksUntested ? await readUntestedAfterRun(found, flags.base, io) : undefined;
  if (untested && !json) printUntested(untested, finished, io);
  const unread = untested ? failUnread(untested, io) : 0;
  const exitCode = unread === 0 ? sumExitCodes(finished) : unread;
  if (json) io.print(printableJson(toRunDocument(ended, untested, exitCode), 2));
  return exitCode;
}

function printRun({ finished, left, uncovered }: EndedRun, { print, colors }: CommandIo): void {
  print(renderRuns(finished, left, colors));
  for (const line of uncoveredLines(uncovered)) print(colors.yellow(line));
}

/** Runs tasks one after another, until one is interrupted. */
async function runEach(tasks: readonly CreatedTask[], io: CommandIo): Promise<readonly FinishedTask[]> {
  const finished: FinishedTask[] = [];
  for (const { task, io: taskIo } of tasks) {
    const { project, target: name } = task;
    if (tasks.length > 1) io.print(io.colors.bold(`\n${printable(project)} (${printable(name)})`));
    try {
      const { report, exitCode, problem } = await runTask(task, taskIo);
      finished.push({ project, target: name, exitCode, report, ...(problem ? { problem } : {}) });
      if (report.outcome === 'interrupted') break;
    } catch (error) {
      const problem = toInternalError(error);
      failTasks(io, [{ name: taskName(task), problems: [problem] }]);
      finished.push({ project, target: name, exitCode: 2, problem });
    }
  }
  return finished;
}
