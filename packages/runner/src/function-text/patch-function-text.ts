import { probePattern } from '@nx-testmon/core';
import type { RealmMarks } from './realm-marks';
import { removeProbes } from './remove-probes';

/**
 * Finds the text that a function would have without probes; `undefined` if it is unknown.
 *
 * @param text the text with probes
 * @param path of its module, relative to the workspace
 */
export type PlainTextFinder = (text: string, path: string) => string | undefined;

interface Realm {
  readonly Function: { readonly prototype: object };
}
type ToString = (this: unknown) => string;

/** Saved here because user code may change them later. */
const { apply } = Reflect;
const isWithProbes = RegExp.prototype.test.bind(probePattern);

/**
 * Replaces `Function.prototype.toString` of a realm by a function that returns the texts without probes, and
 * marks the modules whose functions were read. Other code can't distinguish it from the original.
 *
 * @param realm its global object
 */
export function patchFunctionText(realm: object, marks: RealmMarks, findPlainText: PlainTextFinder): void {
  const { prototype } = (realm as Realm).Function;
  const described = Object.getOwnPropertyDescriptor(prototype, 'toString');
  const original = described?.value as ToString | undefined;
  if (typeof original !== 'function' || described?.configurable !== true) return;
  const texts = new FunctionTexts(marks, findPlainText);
  // Written as a method: like the original, it has no prototype and can't be called with `new`.
  const holder = {
    toString(this: unknown): string {
      const text = apply(original, this === patched ? original : this, []);
      return isWithProbes(text) ? texts.plain(text) : text;
    },
  };
  const patched = Object.getOwnPropertyDescriptor(holder, 'toString')?.value as ToString;
  Object.setPrototypeOf(patched, prototype);
  Object.defineProperty(prototype, 'toString', { ...described, value: patched });
}

class FunctionTexts {
  readonly #marks: RealmMarks;
  readonly #findPlainText: PlainTextFinder;
  readonly #known = new Map<string, string>();

  constructor(marks: RealmMarks, findPlainText: PlainTextFinder) {
    this.#marks = marks;
    this.#findPlainText = findPlainText;
  }

  plain(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const [name = ''] = probePattern.exec(text) ?? [];
    const path = this.#marks.markText(name);
    // A module that can't be found now may be found after it has run.
    if (path === undefined) return removeProbes(text);
    const plain = this.#findText(text, path) ?? removeProbes(text);
    this.#known.set(text, plain);
    return plain;
  }

  #findText(text: string, path: string): string | undefined {
    try {
      return this.#findPlainText(text, path);
    } catch {
      // An error here must not fail a test. The closest known text is then used.
      return undefined;
    }
  }
}
