import { WorkspaceReader } from '@nx-testmon/graph';

/** Content that was read earlier is read again, because files may be edited while a command runs. In ms. */
const MAX_AGE_MS = 5000;

/** Runs code that can write files, such as a test runner. */
export function whileRunning<Result>(
  { sharedReader }: { readonly sharedReader?: SharedReader },
  run: () => Promise<Result>,
): Promise<Result> {
  return sharedReader === undefined ? run() : sharedReader.whileRunning(run);
}

/**
 * Reads the files of a workspace for the tasks of one process. A task uses what another one has just read,
 * but nothing that was read before or during a run of a test runner, because tests and configurations can
 * write files.
 */
export class SharedReader {
  #reader: { readonly of: WorkspaceReader; readonly at: number } | undefined;
  #running = 0;

  /**
   * @param root absolute path of the workspace
   * @param now in ms since 1970
   */
  current(root: string, now: number): WorkspaceReader {
    if (this.#running > 0) return new WorkspaceReader(root);
    const age = this.#reader === undefined ? undefined : now - this.#reader.at;
    // The clock may have been set back.
    if (age === undefined || age < 0 || age > MAX_AGE_MS)
      this.#reader = { of: new WorkspaceReader(root), at: now };
    return this.#reader!.of;
  }

  /** After this, nothing is used that was read before or during it. */
  async whileRunning<Result>(run: () => Promise<Result>): Promise<Result> {
    this.#running++;
    this.#reader = undefined;
    try {
      return await run();
    } finally {
      this.#running--;
      this.#reader = undefined;
    }
  }
}
