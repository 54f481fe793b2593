import { type InsertProbes, namesOfMarks } from '@nx-testmon/core';

/** The blocks of the modules that carry probes, by path, in the order of their marks. */
export class KnownBlocks {
  readonly #insertProbes: InsertProbes;
  readonly #names = new Map<string, readonly string[]>();
  /** Texts of modules that Vitest may take from its cache, with the probes of an earlier run in them. */
  readonly #texts = new Map<string, { readonly file: string; readonly text: string }>();
  /** Modules whose marks say nothing, because versions of them are about that have other blocks. */
  readonly #distrusted = new Set<string>();

  constructor(insertProbes: InsertProbes) {
    this.#insertProbes = insertProbes;
  }

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

  /** Vitest may take the module from its cache, as it was made from this text. */
  addText(path: string, file: string, text: string): void {
    const known = this.#texts.get(path);
    if (known && known.text !== text) this.distrust(path);
    this.#texts.set(path, { file, text });
  }

  /** The executed blocks by module, without the modules that are not known. @param marks by path, one digit for each */
  executed(marks: Readonly<Record<string, string>>): Record<string, readonly string[]> {
    const executed: Record<string, readonly string[]> = {};
    for (const [path, seen] of Object.entries(marks)) {
      const names = namesOfMarks(this.#namesOf(path) ?? [], [...seen].map(Number));
      if (names !== undefined && !this.#distrusted.has(path)) executed[path] = names;
    }
    return executed;
  }

  #namesOf(path: string): readonly string[] | undefined {
    const text = this.#texts.get(path);
    if (text && !this.#names.has(path))
      this.#names.set(path, this.#insertProbes(text.text, text.file, path)?.blocks ?? []);
    return this.#names.get(path);
  }
}
