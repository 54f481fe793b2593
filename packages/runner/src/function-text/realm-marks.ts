import { probeName } from '@nx-testmon/core';

/**
 * The marks that the probes of a realm leave, by the path of each module: one byte for each block, and a last
 * byte that is set if the whole text counts.
 */
export class RealmMarks extends Map<string, Uint8Array> {
  /** Modules by the names of their probes. */
  readonly #paths = new Map<string, string>();
  /** Names of probes in texts that were read. */
  readonly #read = new Set<string>();

  override set(path: string, marks: Uint8Array): this {
    // Within an import cycle, a function can be read before its module runs.
    if (this.#read.size > 0 && this.#read.has(probeName(path))) markText(marks);
    return super.set(path, marks);
  }

  /**
   * Records that the text of a function with this probe was read.
   *
   * @returns the path of its module, if it is already known
   */
  markText(name: string): string | undefined {
    this.#read.add(name);
    const path = this.#pathOf(name);
    if (path !== undefined) this.markPath(path);
    return path;
  }

  /** Makes the whole text of a module count. Other paths are ignored. */
  markPath(path: string): void {
    const marks = this.get(path);
    if (marks !== undefined) markText(marks);
  }

  #pathOf(name: string): string | undefined {
    if (!this.#paths.has(name)) for (const path of this.keys()) this.#paths.set(probeName(path), path);
    return this.#paths.get(name);
  }
}

function markText(marks: Uint8Array): void {
  marks[marks.length - 1] = 1;
}
