import { chooseRandom, type Random } from '../shared/random.mts';

/** Statements with syntax that is rare in sources. */
const samples = [
  'const a = { get b() { return 1 }, set b(v) {}, async *c() { yield* d }, ["e"]: 1, ...f, g() { super.h() } };',
  `class A extends B {
  static #p = 1; static { this.q = 1 } accessor w = 1;
  constructor(readonly x: number, private y = 2) { super() }
  get z() { return this.#m() } #m() { return new.target }
  static async *[Symbol.iterator]() {}
}`,
  'label: for (const [k, { v = 1, ...w }] of m) { if (k) continue label; else break label; }',
  'for await (const x of y) z(x);',
  'try { a() } catch { b() } finally { c() }',
  'switch (a) { case 1: { b(); break } default: c(); case 2: }',
  'export default async function* () { yield await import("./x"); }',
  'do a(); while (b)',
  'var e = f ?? (g || h), i = (j, k), l = m?.[n]?.(o)!, p = typeof q, r = void 0, s = delete t.u, w = x in y;',
  'enum E { A, B = "x", C = f() }',
  'namespace N { export const a = 1; export namespace M { export function f() {} } }',
  'import a, { b as c, type D } from "./d"; import * as e from "./e"; import type F from "./f";',
  'export { c as g, e }; export * as h from "./h"; export * from "./i";',
  'const t = tag`a${b}c${`d${e}`}f`, r = /x[/]y/gi, n = 0xff + 1_000n, o = 1e-5;',
  'function f(this: X, a?: number, ...b: string[]): asserts a is number { arguments[0]++; }',
  'function g() { "use strict"; return this; }',
  '@dec() class Q { @p() x: T; @m() y(@q() z: Foo) {} }',
  'let x = <T,>(a: T) => a, y = async (z) => { await z }, w = async b => b;',
  'using d = e(); await using g = h();',
  'import j from "./k.json" with { type: "json" }; import m = require("./m");',
  'if (a) b(); else if (c) d(); else { e() } while (f) --g; h++; i = -+j; k **= 2; l &&= m; n >>>= 1;',
  'abstract class R { abstract s(): void; declare t: number; u!: string; v?: number; override w() {} }',
  'declare global { interface Window { a: 1 } } declare const zz: number;',
];

const words =
  `+ - * / % ** && || ?? & | ^ << >> >>> === !== == != < > <= >= = += &&= ??= ||= ?. . ! ~ async await yield
  static get set const let var new delete void typeof ( ) { } [ ] , ; : ? ... => 0 1 'a' \`a\` this super return
  throw break continue export default extends in of instanceof satisfies readonly private accessor declare
  abstract override #a /a/g null true if else using type @d() /*a*/`.split(/\s+/);

/** A word, a number, or one sign. */
const token = /[\w$]+|[^\s\w$]/g;

/** A module that consists only of samples. */
export function sampleModule(random: Random): string {
  return Array.from({ length: 1 + Math.floor(random() * 4) }, () => chooseRandom(samples, random)).join('\n');
}

/**
 * Deletes, inserts or replaces one token of a text, or swaps it with the next one. The result often still
 * parses.
 */
export function mutateToken(text: string, random: Random): string {
  const tokens = [...text.matchAll(token)];
  if (tokens.length < 2) return text;
  const index = Math.floor(random() * (tokens.length - 1));
  const [first, second] = tokens.slice(index, index + 2);
  if (first === undefined || second === undefined) return text;
  const [{ 0: one, index: from }, { 0: next, index: nextFrom }] = [first, second];
  const before = text.slice(0, from);
  const after = text.slice(from + one.length);
  const other = random() < 0.5 ? chooseRandom(words, random) : chooseRandom(tokens, random)[0];
  const edits = [
    () => before + after,
    () => `${before} ${other} ${one}${after}`,
    () => `${before} ${other} ${after}`,
    () => `${before}${next} ${one}${text.slice(nextFrom + next.length)}`,
  ];
  return chooseRandom(edits, random)();
}
