import { expect, it } from 'vitest';
import { findPlainTexts } from './find-plain-texts';
import { insertProbes } from './insert-probes';
import { testSyntax } from '../model/model.testing';

const source = `export const add = (a) => a + 1;
export default async function later() { if (add) return; }
const object = { m() { return 1 }, get x() { return 2 }, async *[add]() { yield 1 } };
export class Point extends (class { constructor() {} }) {
  static async of() { return () => this }
  /** A comment. */
  static get x() { return /}/ }
  #y = function () { return \`\${() => 1}\` };
  static { object.m = function named() {} }
}
`;

/** The texts of the functions of a source, as the engine returns them. */
function textsOf(code: string): string[] {
  const body = code.replace(/\bexport (default )?/g, '');
  const read = `const of = (o, k) => { const d = Object.getOwnPropertyDescriptor(o, k); return d.get ?? d.value; };
return [add, later, of(object, 'x'), of(object, add), Point, Object.getPrototypeOf(Point), Point.of, of(Point, 'x'), object.m].map(String);`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  return new Function(`${body}\n${read}`)() as string[];
}

it('each function has the text at its position in the module without probes', () => {
  const { code } = insertProbes(source, 'a.js', 'plain texts', testSyntax)!;
  const texts = findPlainTexts(code, source);
  expect(textsOf(code)).not.toEqual(textsOf(source));
  expect(textsOf(code).map((text) => texts.get(text))).toEqual(textsOf(source));
});

it('nothing is found if the two modules have different functions', () => {
  const { code } = insertProbes(source, 'a.js', 'plain texts', testSyntax)!;
  expect(findPlainTexts(code, `${source}function more() {}`).size).toBe(0);
  expect(findPlainTexts(code, source.replace('(a) => a + 1', 'function (a) {}')).size).toBe(0);
});
