import { url as inspectorUrl } from 'node:inspector';
import { availableParallelism, constants } from 'node:os';
import type { ExecutorContext } from '@nx/devkit';
import { createDim } from '../dim';
import type { TestmonExecutorOptions } from '../executor-options';
import { parallelTasks } from './parallel-tasks';
import { printsTaskResults } from './prints-task-results';
import { type BatchIo, type BatchTasks, runBatch } from './run-batch';
import type { EndedTask } from './run-in-order';
import { StopSignals } from './stop-signals';
import { readTaskEnvironments } from './task-environment';

/** Time for the results to reach Nx after a signal, in ms. */
const sendMs = 100;

/** Runs the tasks of several projects in one process, each as the executor would in its own process. */
export default async function* testmonBatchExecutor(
  graph: BatchTasks,
  options: Readonly<Record<string, TestmonExecutorOptions>>,
  _overrides: unknown,
  context: ExecutorContext,
): AsyncGenerator<EndedTask, void> {
  const { env, pid, ppid: parentPid } = process;
  const signals = new StopSignals(process);
  try {
    const io: BatchIo = {
      parentPid,
      nodeVersion: process.versions.node,
      isDebugged: inspectorUrl() !== undefined,
      clock: Date.now,
      dim: createDim(env, process.stdout),
      signals,
      parallel: parallelTasks({
        env,
        configured: context.nxJsonConfiguration?.parallel,
        cores: availableParallelism(),
      }),
      environmentOf: readTaskEnvironments(context.projectGraph, { env, pid, parentPid }),
      ...(printsTaskResults() ? {} : { print: (text: string) => process.stdout.write(text) }),
    };
    yield* runBatch({ graph, options, context, io });
  } finally {
    signals.close();
  }
  // Nx waits for a process that it has sent a signal to.
  const { received } = signals;
  if (received !== undefined) setTimeout(() => process.exit(128 + constants.signals[received]), sendMs);
}
