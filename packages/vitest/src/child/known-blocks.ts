import { namesOfMarks } from '@nx-testmon/core';

/** The blocks of the modules with probes, by path, in the order of their marks. */
export class KnownBlocks {
  readonly #names = new Map<string, readonly string[]>();
  /** Modules whose marks have no meaning, because there are versions of them with other blocks. */
  readonly #distrusted = new Set<string>();

  /** Records that there is a version of the module without probes, or with other ones. */
  distrust(path: string): void {
    this.#distrusted.add(path);
  }

  isDistrusted(path: string): boolean {
    return this.#distrusted.has(path);
  }

  /** Records that probes have been inserted for these blocks. */
  add(path: string, names: readonly string[]): void {
    const known = this.#names.get(path);
    if (known && known.join('\n') !== names.join('\n')) this.distrust(path);
    else this.#names.set(path, names);
  }

  /**
   * The executed blocks by module, without unknown modules.
   *
   * @param marks by path, one digit for each
   */
  executed(marks: Readonly<Record<string, string>>): Record<string, readonly string[]> {
    const executed: Record<string, readonly string[]> = {};
    for (const [path, seen] of Object.entries(marks)) {
      const names = namesOfMarks(this.#names.get(path) ?? [], [...seen].map(Number));
      if (names !== undefined && !this.#distrusted.has(path)) executed[path] = names;
    }
    return executed;
  }
}
