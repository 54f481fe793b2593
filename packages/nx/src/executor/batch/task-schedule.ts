/** The part of Nx's task graph that defines the order of tasks. Since Nx 24, a dependency is an object. */
export interface OrderedTasks {
  readonly tasks: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, readonly (string | { readonly id: string })[]>>;
}

/**
 * Determines the next task of a batch: a task can start when all its dependencies in the batch have passed.
 * Nx has already run the dependencies outside of the batch.
 */
export class TaskSchedule {
  /** Tasks that have not started, with the dependencies that each still waits for. */
  readonly #waiting: Map<string, Set<string>>;

  constructor({ tasks, dependencies }: OrderedTasks) {
    this.#waiting = new Map(
      Object.keys(tasks).map((task) => {
        const ids = (dependencies[task] ?? []).map((one) => (typeof one === 'string' ? one : one.id));
        return [task, new Set(ids.filter((id) => id in tasks))];
      }),
    );
  }

  /** Takes a task that can start now; `undefined` if there is none. */
  take(): string | undefined {
    for (const [task, others] of this.#waiting) {
      if (others.size > 0) continue;
      this.#waiting.delete(task);
      return task;
    }
    return undefined;
  }

  /** Takes all tasks that have not started. */
  takeRest(): string[] {
    const rest = [...this.#waiting.keys()];
    this.#waiting.clear();
    return rest;
  }

  /** Lets the dependents of a passed task no longer wait for it. */
  pass(task: string): void {
    for (const others of this.#waiting.values()) others.delete(task);
  }

  /**
   * Removes the direct and indirect dependents of a failed task, which do not start.
   *
   * @returns the removed tasks
   */
  fail(task: string): string[] {
    const dependents = [...this.#waiting].filter(([, others]) => others.has(task)).map(([id]) => id);
    for (const id of dependents) this.#waiting.delete(id);
    return [...dependents, ...dependents.flatMap((id) => this.fail(id))];
  }
}
