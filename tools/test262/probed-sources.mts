import type { Instrumenter } from '@nx-testmon/core';

/** The texts of one realm, with probes. */
export class ProbedSources {
  readonly #instrumenter: Instrumenter;
  readonly #modules = new Map<string, { readonly text: string; readonly code: string }>();
  readonly #plainTexts = new Map<string, ReadonlyMap<string, string>>();
  /** Number of probes in the texts. */
  probes = 0;

  constructor(instrumenter: Instrumenter) {
    this.#instrumenter = instrumenter;
  }

  /**
   * @param path its extension determines the syntax
   * @param id of its probes
   */
  insertProbes(text: string, path: string, id: string): string {
    const instrumented = this.#instrumenter.insertProbes(text, path, id);
    if (instrumented === undefined) return text;
    this.add(id, text, instrumented.code);
    this.probes += instrumented.blocks.length;
    return instrumented.code;
  }

  /** Adds a text that already has its probes. */
  add(id: string, text: string, code: string): void {
    this.#modules.set(id, { text, code });
  }

  /** The text that a function would have without probes. */
  findPlainText(text: string, id: string): string | undefined {
    const module = this.#modules.get(id);
    if (module === undefined) return undefined;
    const texts = this.#plainTexts.get(id) ?? this.#instrumenter.findPlainTexts(module.code, module.text);
    this.#plainTexts.set(id, texts);
    return texts.get(text);
  }
}
