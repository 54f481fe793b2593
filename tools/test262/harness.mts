import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import type { InsertProbes } from '@nx-testmon/core';

/** A script of the folder `harness`. Many tests share it. */
export interface HarnessScript {
  /** Id of its probes. */
  readonly id: string;
  readonly text: string;
  /** The text with its probes, if it has any. */
  readonly code: string;
  readonly script: Script;
}

/** The scripts of the folder `harness`, each compiled once. */
export class Harness {
  readonly #root: string;
  readonly #insertProbes: InsertProbes | undefined;
  readonly #scripts = new Map<string, HarnessScript>();

  /**
   * @param root the checkout
   * @param insertProbes without it, the scripts have no probes
   */
  constructor(root: string, insertProbes?: InsertProbes) {
    this.#root = root;
    this.#insertProbes = insertProbes;
  }

  get(name: string): HarnessScript {
    const known = this.#scripts.get(name) ?? this.#compile(name);
    this.#scripts.set(name, known);
    return known;
  }

  #compile(name: string): HarnessScript {
    const id = `harness/${name}`;
    const text = readFileSync(join(this.#root, id), 'utf8');
    const code = this.#insertProbes?.(text, `${id}.cjs`, id)?.code ?? text;
    return { id, text, code, script: new Script(code, { filename: id }) };
  }
}
