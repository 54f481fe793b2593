import { namesOfMarks } from '@nx-testmon/core';

/** The blocks of the modules that carry probes, by path, in the order of their marks. */
export class KnownBlocks {
  readonly #names = new Map<string, readonly string[]>();
  /** Modules whose marks say nothing, because versions of them are about that have other blocks. */
  readonly #distrusted = new Set<string>();

  /** A version of the module is about that has no probes, or other ones. */
  distrust(path: string): void {
    this.#distrusted.add(path);
  }

  isDistrusted(path: string): boolean {
    return this.#distrusted.has(path);
  }

  /** Probes have been inserted for these blocks. */
  add(path: string, names: readonly string[]): void {
    const known = this.#names.get(path);
    if (known && known.join('\n') !== names.join('\n')) this.distrust(path);
    else this.#names.set(path, names);
  }

  /** The executed blocks by module, without the modules that are not known. @param marks by path, one digit for each */
  executed(marks: Readonly<Record<string, string>>): Record<string, readonly string[]> {
    const executed: Record<string, readonly string[]> = {};
    for (const [path, seen] of Object.entries(marks)) {
      const names = namesOfMarks(this.#names.get(path) ?? [], [...seen].map(Number));
      if (names !== undefined && !this.#distrusted.has(path)) executed[path] = names;
    }
    return executed;
  }
}
