/** Sources with every construct that gets probes. Tests execute a part of them. */
export const coverageConstructs: Readonly<Record<string, string>> = {
  'tsconfig.json': `{ "compilerOptions": { "jsx": "react", "jsxFactory": "h", "target": "esnext" } }`,
  'src/constructs.ts': `// A comment at the start.
import { other, type Shape } from './other';
import { hinted, last } from './hints';
import { wait } from './waits';

export enum Kind { One = 1, Two }
const enum Inner { A = 'a' }
namespace Names { export const first = () => Inner.A; }

export function classify(value: number): string {
  if (value < 0) throw new RangeError('negative');
  if (value === 1) return 'one'; // behind it
  else if (value === 2) return 'two';
  else { value++ }
  const size = value > 10 ? (value > 100 ? 'huge' : ('big')) : value > 5 ? \`m\${value > 6 ? 'x' : 'y'}\` : 's';
  switch (value) {
    case 3:
    case 4: return 'few';
    case 5: { value *= 2; break }
    default:
      value -= 1;
  }
  if (value) for (const one of [1, 2]) if (one > value) continue; else value = one
  while (value > 3) { if (value === 4) break; value-- }
  return size;
}

const arrow = (a: number, b = a > 1 ? 2 : 3) => a + b;
const object = (name: string) => ({ name, of: () => name, ['get' + name]() { return name } });
const nothing = () => {};
const sequence = (a: number) => (nothing(), a);
const nested = () => () => () => nothing();
export const lazy = (a?: { b?: number }) => a?.b ?? (a && a.b) ?? (a ? 1 : 2);
export const later = async (fail: boolean) => {
  'use strict';
  try {
    if (fail) throw new Error('failed');
    return await Promise.resolve(1)
  } catch { return 2 }
  finally { nothing() }
};

export class Account<T = unknown> {
  static #count = 0;
  static { Account.#count = 1 }
  readonly #history: number[] = [];
  handler = () => this.#history.length;
  constructor(private readonly owner: string, public extra?: T) { if (owner === '') return }
  get balance(): number { return this.#history.reduce((all, one) => all + one, 0) }
  set limit(value: number) { this.#history.push(value > 1 ? value : 1) }
  deposit(amount: number): this { if (amount > 0) this.#history.push(amount); return this }
  *entries(): Generator<number> { for (const one of this.#history) { if (one > 2) { yield one; continue } yield* [one] } }
  async *all() { for await (const one of [later(false)]) yield one }
  static of(owner: string) { return new Account(owner) }
  #hidden() { return this.owner }
  toString() { label: { if (this.owner) break label; return '' } return this.#hidden() }
  never(): string { return this.owner ? 'a' : 'b' }
}

/* istanbul ignore next */
export function ignored(value: number) { if (value) return 1; return 2 }

export function partly(value: number) {
  if (value > 1) return 1;
  /* istanbul ignore next */
  if (value > 2) return 2;
  /* v8 ignore next */
  return value ? 3 : 4;
}

export default function (shape: Shape = { size: 1 }) { return other(shape) }

export async function runMost(): Promise<number> {
  classify(2); classify(3); classify(12);
  try { classify(-1) } catch (error) { if (!(error instanceof RangeError)) throw error }
  const { name } = object('a');
  const account = Account.of(name).deposit(3).deposit(0).deposit(1);
  account.limit = 5;
  const found = [...account.entries()];
  for await (const one of account.all()) found.push(one);
  partly(0); ignored(1); hinted(0); last(1); sequence(arrow(1)); nested()()(); lazy({});
  await wait(1); await wait(0); await wait(1, true).catch(() => 0);
  return found.length * 10 + (await later(true)) * Kind.One - (Names.first() === 'a' ? 0 : 1) + other({ size: 0 });
}
`,
  'src/other.ts': `export interface Shape { size: number }
export const other = ({ size }: Shape) => {
  if (size)
    return size
  else
    return 0
}
`,
  'src/view.tsx': `const h = (tag: string, ...rest: unknown[]) => ({ tag, rest });
export const View = ({ name }: { name: string }) => name ? <b title={name}>{name === 'b' ? <i /> : 'none'}</b> : <u />;
export function Unused() { return <p>{[1].map((one) => <a>{one}</a>)}</p>; }
`,
  'src/waits.ts': `const settle = (fails: boolean) => (fails ? Promise.reject(new Error('failed')) : Promise.resolve(1));
export async function wait(value: number, fails = false): Promise<number> {
  let found = 0;
  for (const one of [1, 2]) {
    found += value ? await settle(fails) : 2;
    found += value > 1 ? one + (await settle(fails)) : one
  }
  const last = value ? found : await settle(fails);
  return last;
}
`,
  'src/hints.ts': `/* istanbul ignore next */
export const hinted = (value: number) => (value ? /* istanbul ignore next */ 3 : 4);
export const last = (value: number) => /* istanbul ignore next */ value || 1;
`,
  'src/unused.ts': `export const unused = (a: number) => (a ? 1 : 2);
export function never() { if (unused(1)) return 1; return 2 }
`,
};
