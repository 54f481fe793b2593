import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '@nx/devkit';
import { type Problem, renderProblem } from '@nx-testmon/core';
import type { SharedReads, TaskReport } from '@nx-testmon/engine';
import { checkNodeVersion } from '@nx-testmon/engine/node-version';
import { type ExecutorIo, runTestmon, type TaskContext } from '../executor';
import type { TestmonExecutorOptions } from '../schema';
import { type BatchTaskResult, type EndedTask, runInOrder } from './run-in-order';
import type { StopSignals } from './stop-signals';
import type { Environment } from './task-environment';
import { type OrderedTasks, TaskSchedule } from './task-schedule';

const summaryDelayMs = 50;

/** The tasks of a batch, as Nx passes them on. */
export interface BatchTasks extends OrderedTasks {
  readonly tasks: Readonly<Record<string, Task>>;
}

/** What a batch receives from its process. */
export interface BatchIo extends Pick<ExecutorIo, 'nodeVersion' | 'isDebugged' | 'parentPid' | 'now'> {
  readonly signals: StopSignals;
  /** How many tasks run at once. */
  readonly parallel: number;
  /** The variables of the process in which Nx would run a task alone; `undefined` if they can't be found out. */
  readonly environmentOf: (task: Task) => Environment | undefined;
  /** Shows the output of a task that has ended, where Nx does not. */
  readonly print?: (text: string) => void;
  /** Shows a line about all tasks. */
  readonly printSummary: (line: string) => void;
}

/** A batch and what its tasks share. */
interface Batch {
  readonly graph: BatchTasks;
  /** Options of the executor by the ids of the tasks. */
  readonly options: Readonly<Record<string, TestmonExecutorOptions>>;
  readonly context: TaskContext;
  readonly io: BatchIo;
  /** None if this version of Node is not supported. */
  readonly sharedReads: SharedReads | undefined;
  readonly reports: TaskReport[];
}

/** Runs the tasks of a batch. */
export async function* runBatch(
  given: Omit<Batch, 'sharedReads' | 'reports'>,
): AsyncGenerator<EndedTask, void> {
  const { graph, io } = given;
  const batch: Batch = { ...given, sharedReads: await createSharedReads(io.nodeVersion), reports: [] };
  const isStopped = () => io.signals.received !== undefined;
  const tasks = runInOrder({
    schedule: new TaskSchedule(graph),
    parallel: io.parallel,
    isStopped,
    run: (id) => runTask(id, batch),
  });
  const statuses: BatchTaskResult['status'][] = [];
  for await (const ended of tasks) {
    statuses.push(ended.result.status);
    yield ended;
  }
  if (!isStopped() && statuses.length > 1) await summarise(batch, statuses);
}

/** Says what all tasks together have skipped. */
async function summarise(
  { reports, io }: Batch,
  statuses: readonly BatchTaskResult['status'][],
): Promise<void> {
  // Tasks that ran without nx-testmon have no numbers.
  const counted = reports.filter(({ enabled }) => enabled !== false);
  if (counted.length === 0) return;
  const { summaryLine } = await import('./batch-summary.js');
  const countOf = (status: BatchTaskResult['status']) => statuses.filter((one) => one === status).length;
  // The results reach Nx in another way than this line, which comes after them.
  await sleep(summaryDelayMs);
  const ended = { reports: counted, failed: countOf('failure'), skipped: countOf('skipped') };
  io.printSummary(`testmon: ${summaryLine(ended)}`);
}

/** Loads the engine late, as the executor does. */
async function createSharedReads(nodeVersion: string): Promise<SharedReads | undefined> {
  if (checkNodeVersion(nodeVersion) !== undefined) return undefined;
  const { SharedReads } = await import('@nx-testmon/engine');
  return new SharedReads();
}

/** Runs one task as the executor does, and keeps what it prints. */
async function runTask(id: string, batch: Batch): Promise<BatchTaskResult> {
  const { now, print, signals } = batch.io;
  const startTime = now();
  const output: Buffer[] = [];
  const success = await tryTask(id, batch, (chunk) => output.push(chunk));
  const terminalOutput = Buffer.concat(output).toString('utf8');
  print?.(`\n> nx run ${id}\n\n${terminalOutput}`);
  const failure = signals.received === undefined ? 'failure' : 'stopped';
  return { success, terminalOutput, startTime, endTime: now(), status: success ? 'success' : failure };
}

/** A bug in one task does not end the others. @returns whether the task has passed */
async function tryTask(
  id: string,
  { graph, options, context, io, sharedReads, reports }: Batch,
  output: (chunk: Buffer) => void,
): Promise<boolean> {
  const { nodeVersion, isDebugged = false, parentPid, now, signals } = io;
  const shared = sharedReads === undefined ? {} : { sharedReads };
  const write = (line: string) => output(Buffer.from(`${line}\n`));
  const report = (problem: Problem) => write(`testmon: ${renderProblem(problem)}`);
  const task = graph.tasks[id];
  if (task === undefined) throw new Error(`the batch has no task ${id}`);
  try {
    const env = io.environmentOf(task);
    if (env === undefined) {
      report({ kind: 'batch-not-supported' });
      return false;
    }
    const onReport = (one: TaskReport) => reports.push(one);
    const { success } = await runTestmon(
      options[id] ?? {},
      { ...context, projectName: task.target.project, targetName: task.target.target },
      { env, nodeVersion, isDebugged, parentPid, now, signals, write, output, onReport, ...shared },
    );
    return success;
  } catch (error) {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    report({ kind: 'internal-error', detail });
    return false;
  }
}
