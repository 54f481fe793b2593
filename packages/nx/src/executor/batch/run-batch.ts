import type { Task } from '@nx/devkit';
import {
  type EnvironmentVariables,
  errorWithStack,
  formatMessageLine,
  type Problem,
  renderProblem,
} from '@nx-testmon/core';
import type { SharedReader } from '@nx-testmon/engine';
import { checkNodeVersion } from '@nx-testmon/engine/node-version';
import { type ExecutorIo, runTestmon, type TaskContext } from '../executor';
import type { TestmonExecutorOptions } from '../executor-options';
import { type BatchTaskResult, type EndedTask, runInOrder } from './run-in-order';
import type { StopSignals } from './stop-signals';
import { type OrderedTasks, TaskSchedule } from './task-schedule';

/** The tasks of a batch, as Nx passes them on. */
export interface BatchTasks extends OrderedTasks {
  readonly tasks: Readonly<Record<string, Task>>;
}

/** The inputs of a batch from its process. */
export interface BatchIo extends Pick<
  ExecutorIo,
  'nodeVersion' | 'isDebugged' | 'parentPid' | 'clock' | 'dim'
> {
  readonly signals: StopSignals;
  /** The number of tasks that run in parallel. */
  readonly parallel: number;
  /** The variables of the process in which Nx would run a task alone; `undefined` if they are unknown. */
  readonly environmentOf: (task: Task) => EnvironmentVariables | undefined;
  /** Shows the output of a finished task, if Nx does not. */
  readonly print?: (text: string) => void;
}

/** A batch, and what its tasks share. */
interface Batch {
  readonly graph: BatchTasks;
  /** Options of the executor by task id. */
  readonly options: Readonly<Record<string, TestmonExecutorOptions>>;
  readonly context: TaskContext;
  readonly io: BatchIo;
  /** Absent if this Node version is not supported. */
  readonly sharedReader: SharedReader | undefined;
}

/** Runs the tasks of a batch. */
export async function* runBatch(given: Omit<Batch, 'sharedReader'>): AsyncGenerator<EndedTask, void> {
  const { graph, io } = given;
  const batch: Batch = { ...given, sharedReader: await createSharedReader(io.nodeVersion) };
  const isStopped = () => io.signals.received !== undefined;
  const tasks = runInOrder({
    schedule: new TaskSchedule(graph),
    parallel: io.parallel,
    isStopped,
    run: (id) => runTask(id, batch),
  });
  yield* tasks;
}

/** Loads the engine on first use, as the executor does. */
async function createSharedReader(nodeVersion: string): Promise<SharedReader | undefined> {
  if (checkNodeVersion(nodeVersion) !== undefined) return undefined;
  const { SharedReader } = await import('@nx-testmon/engine');
  return new SharedReader();
}

/** Runs one task as the executor does, and keeps its output. */
async function runTask(id: string, batch: Batch): Promise<BatchTaskResult> {
  const { clock, print, signals } = batch.io;
  const startTime = clock();
  const output: Buffer[] = [];
  const success = await tryTask(id, batch, (chunk) => output.push(chunk));
  const terminalOutput = Buffer.concat(output).toString('utf8');
  print?.(`\n> nx run ${id}\n\n${terminalOutput}`);
  const failure = signals.received === undefined ? 'failure' : 'stopped';
  return { success, terminalOutput, startTime, endTime: clock(), status: success ? 'success' : failure };
}

/**
 * Runs one task so that a bug in it does not end the others.
 *
 * @returns whether the task has passed
 */
async function tryTask(
  id: string,
  { graph, options, context, io, sharedReader }: Batch,
  output: (chunk: Buffer) => void,
): Promise<boolean> {
  const { nodeVersion, isDebugged = false, parentPid, clock, signals, dim } = io;
  const optional = { ...(sharedReader ? { sharedReader } : {}), ...(dim ? { dim } : {}) };
  const write = (line: string) => output(Buffer.from(`${line}\n`));
  const report = (problem: Problem) => write(formatMessageLine(renderProblem(problem)));
  const task = graph.tasks[id];
  if (task === undefined) throw new Error(`the batch has no task ${id}`);
  try {
    const env = io.environmentOf(task);
    if (env === undefined) {
      report({ kind: 'batch-not-supported' });
      return false;
    }
    const { success } = await runTestmon(
      options[id] ?? {},
      { ...context, projectName: task.target.project, targetName: task.target.target },
      { env, nodeVersion, isDebugged, parentPid, clock, signals, write, output, ...optional },
    );
    return success;
  } catch (error) {
    const detail = errorWithStack(error);
    report({ kind: 'internal-error', detail });
    return false;
  }
}
