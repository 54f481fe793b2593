import type { BlockModel, ConfigurationSyntax, ModuleModel, RunnerSyntax } from '@nx-testmon/core';
import { ts } from 'ts-morph';
import { readModuleModel } from './read-module-model';

/** Configurations like those of Vitest and Jest. The packages of the test runners contain the real ones. */
const configurations: readonly ConfigurationSyntax[] = [
  {
    names: ['vite', 'vitest'],
    definers: ['defineConfig', 'mergeConfig'],
    definerModules: ['vite', 'vitest/config'],
    projectOptions: ['test.projects'],
    ignoredOptions: [
      'test.outputFile',
      'test.hideSkippedTests',
      'test.coverage.reporter',
      'test.coverage.thresholds',
    ],
    reporterOptions: [{ option: 'test.reporters', builtIn: ['default', 'dot', 'junit'] }],
    containerOptions: ['test.coverage'],
  },
  {
    names: ['jest'],
    definers: [],
    definerModules: [],
    projectOptions: [],
    ignoredOptions: ['coverageReporters', 'coverageThreshold'],
    reporterOptions: [{ option: 'reporters', builtIn: ['default', 'summary'] }],
    containerOptions: [],
  },
];

/** The syntax of several test runners. */
export const testSyntax: RunnerSyntax = {
  pragmas: ['jest', 'vitest'],
  metaProperties: ['vitest'],
  mockObjects: ['jest', 'vi', 'vitest'],
  mockMethods: ['createMockFromModule', 'doMock', 'importMock', 'mock', 'unmock', 'unstable_mockModule'],
  actualMethods: ['importActual', 'requireActual'],
  hoistedMethods: ['hoisted'],
  configurations,
};

export function read(text: string, path = 'src/a.ts'): ModuleModel {
  return readModuleModel(text, path, testSyntax);
}

export function block(model: ModuleModel, name: string): BlockModel {
  const found = model.blocks.find((one) => one.name === name);
  if (!found) throw new Error(`no block ${name} in ${model.blocks.map((one) => one.name).join(', ')}`);
  return found;
}

/**
 * The digest of each block.
 *
 * @throws Error if the text can't be parsed, so that two errors never compare as equal
 */
export function hashes(text: string, path?: string): Record<string, string> {
  const model = read(text, path);
  if (model.kind === 'whole-file') throw new Error(`${model.parseError}: ${text}`);
  return Object.fromEntries(model.blocks.map(({ name, hash }) => [name, hash]));
}

/** The blocks that an edit changes, adds or removes. */
export function changed(before: string, after: string, path?: string): string[] {
  const [one, other] = [hashes(before, path), hashes(after, path)];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => one[name] !== other[name]).sort();
}

/** Everything in a model except for the digest of its whole text. */
export function meaning(model: ModuleModel): unknown {
  return { ...model, contentHash: '' };
}

export interface Token {
  readonly kind: ts.SyntaxKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** The tokens of a text, as the TypeScript compiler finds them. */
export function tokensOf(text: string, path = 'a.ts'): Token[] {
  const sourceFile = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const tokens: Token[] = [];
  const visit = (node: ts.Node): void => {
    const children = node.getChildren(sourceFile);
    if (children.length > 0) return children.forEach(visit);
    const start = node.getStart(sourceFile);
    if (node.end > start)
      tokens.push({ kind: node.kind, text: text.slice(start, node.end), start, end: node.end });
  };
  visit(sourceFile);
  return tokens;
}

/** Every kind of JavaScript syntax, in a form in which each token matters. */
export const everything =
  String.raw`import def, { one, two as three } from './one';
import * as ns from './ns';
export { four } from './four';
export * from './star';
export const sum = (a, b = 1, ...rest) => a + b * rest.length;
let count = 0, other = -1;
var old = [1, , 'text', ...rest], big = 10n;
export const { p, q: { r = 2 }, ...s } = load(count);
export const [first, , third = 3] = [1];
export async function* generate(x, { y, z: w = 1 }) {
  for (let i = 0; i < 10; i++) { if (i === 3) continue; else yield i; }
  for (const k in x) delete x[k];
  for (const v of w) yield* v;
  for await (const v of x) await v;
  for (; y; ) break;
  outer: while (x) { do { break outer; } while (y); }
  return x?.y?.[z]?.(w) ?? new Foo(x, ...y);
}
export default class Shape extends Base {
  static #secret = 1;
  field = count;
  static { register(this); }
  handler = async (event) => { await event; };
  constructor(x) { super(x); this.x = x; }
  get size() { return this.#own; }
  set size(v) { this.#own = v; }
  #own = /ab+c/gi;
  static async method() { return super.method; }
  *[Symbol.iterator]() { yield 1; }
  'quoted'() { return new.target; }
}
const object = { one, two: 2, [three]: 3, 'four': 4, m() {}, get g() { return 1; }, async *n() {}, ...spread };
switch (count) { case 1: first(); break; default: second(); }
try { risky(); } catch (error) { log(error); } finally { done(); }
try { risky(); } catch { log(); }
if (!count && old || typeof other === 'string') count += 1; else count--;
const text = ` +
  '`a${sum(1)}b${count}c`' +
  String.raw`, tagged = tag` +
  '`x\\n${1}y`' +
  String.raw`;
const mix = a ? b : c, not = !a, neg = -a, pos = +a, inv = ~a, nothing = void 0, both = (a, b);
const compare = a in b, instance = a instanceof b, shift = a >>> 2, power = a ** b, logic = a ?? b;
count ||= 1; count &&= 2; count ??= 3; count **= 2;
label: { count = 1; break label; }
ns.member(ns.other, def, import.meta.url);
throw new Error('end');
`;
