import type { TaskSchedule } from './task-schedule';

/** The result of a batch task in the form that Nx expects, with times in ms since 1970. */
export interface BatchTaskResult {
  readonly success: boolean;
  /** The output that Nx shows and caches; empty if the task did not start. */
  readonly terminalOutput: string;
  readonly startTime?: number;
  readonly endTime?: number;
  /** Nx reads it since version 22.7. In earlier versions, every result that is not a success is a failure. */
  readonly status: 'success' | 'failure' | 'skipped' | 'stopped';
}

export interface EndedTask {
  /** The id in Nx's graph. */
  readonly task: string;
  readonly result: BatchTaskResult;
}

export interface OrderedRun {
  readonly schedule: TaskSchedule;
  /** The number of tasks that run in parallel. */
  readonly parallel: number;
  /** Never rejects. */
  readonly run: (task: string) => Promise<BatchTaskResult>;
  /** Whether no further task may start. */
  readonly isStopped: () => boolean;
}

/**
 * Runs tasks in the order of their dependencies. Every task gets a result, because otherwise Nx runs the
 * batch again.
 */
export async function* runInOrder(ordered: OrderedRun): AsyncGenerator<EndedTask, void> {
  const { schedule, isStopped } = ordered;
  const running = new Map<string, Promise<EndedTask>>();
  for (;;) {
    startTasks(ordered, running);
    if (running.size === 0) break;
    const ended = await Promise.race(running.values());
    // Nx may have ended. Sending a result would then end this process, so no task may hold a lock.
    if (isStopped()) await Promise.all(running.values());
    running.delete(ended.task);
    yield ended;
    if (ended.result.success) schedule.pass(ended.task);
    else
      for (const task of schedule.fail(ended.task))
        yield notStarted(task, isStopped() ? 'stopped' : 'skipped');
  }
  for (const task of schedule.takeRest()) yield notStarted(task, 'stopped');
}

function startTasks(
  { schedule, parallel, run, isStopped }: OrderedRun,
  running: Map<string, Promise<EndedTask>>,
): void {
  while (running.size < parallel && !isStopped()) {
    const task = schedule.take();
    if (task === undefined) return;
    running.set(
      task,
      run(task).then((result) => ({ task, result })),
    );
  }
}

function notStarted(task: string, status: 'skipped' | 'stopped'): EndedTask {
  return { task, result: { success: false, terminalOutput: '', status } };
}
