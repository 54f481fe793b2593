/** The part of Nx's graph of tasks that says what runs before what. Since Nx 24 a dependency is an object. */
export interface OrderedTasks {
  readonly tasks: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, readonly (string | { readonly id: string })[]>>;
}

/**
 * Which task of a batch is next: one can start when all tasks of the batch that it depends on have passed. Nx has run
 * before what a batch does not contain.
 */
export class TaskSchedule {
  /** Tasks that have not started, with those that each still waits for. */
  readonly #waiting: Map<string, Set<string>>;

  constructor({ tasks, dependencies }: OrderedTasks) {
    this.#waiting = new Map(
      Object.keys(tasks).map((task) => {
        const ids = (dependencies[task] ?? []).map((one) => (typeof one === 'string' ? one : one.id));
        return [task, new Set(ids.filter((id) => id in tasks))];
      }),
    );
  }

  /** Takes a task that can start now; `undefined` where there is none. */
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

  /** Tasks that depend on this one no longer wait for it. */
  pass(task: string): void {
    for (const others of this.#waiting.values()) others.delete(task);
  }

  /** Tasks that depend on this one, also through others, do not start. @returns those tasks */
  fail(task: string): string[] {
    const dependents = [...this.#waiting].filter(([, others]) => others.has(task)).map(([id]) => id);
    for (const id of dependents) this.#waiting.delete(id);
    return [...dependents, ...dependents.flatMap((id) => this.fail(id))];
  }
}
