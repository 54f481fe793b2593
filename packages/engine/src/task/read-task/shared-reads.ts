import { FileReads } from '@nx-testmon/graph';

/** What was read longer ago than this is read again, in ms: files may be edited while a command runs. */
const MAX_AGE_MS = 5000;

/** Runs what can write files, such as a test runner. */
export function whileRunning<Result>(
  { sharedReads }: { readonly sharedReads?: SharedReads },
  run: () => Promise<Result>,
): Promise<Result> {
  return sharedReads === undefined ? run() : sharedReads.whileRunning(run);
}

/**
 * What the tasks of one process have read of the files of a workspace. A task uses what another has just read, but
 * nothing that was read before or while a test runner ran: tests and configurations can write files.
 */
export class SharedReads {
  #reads: { readonly of: FileReads; readonly at: number } | undefined;
  #running = 0;

  /**
   * @param root absolute path of the workspace
   * @param now in ms since 1970
   */
  current(root: string, now: number): FileReads {
    if (this.#running > 0) return new FileReads(root);
    const age = this.#reads === undefined ? undefined : now - this.#reads.at;
    // The clock may have been put back.
    if (age === undefined || age < 0 || age > MAX_AGE_MS) this.#reads = { of: new FileReads(root), at: now };
    return this.#reads!.of;
  }

  /** Nothing that was read until the end of this is used after it. */
  async whileRunning<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#running++;
    this.#reads = undefined;
    try {
      return await run();
    } finally {
      this.#running--;
      this.#reads = undefined;
    }
  }
}
