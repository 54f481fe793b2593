import { probeName } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { removeProbes } from './remove-probes';

const probe = probeName('a.ts');

it.each([
  ['function f() {\n  P(0);\n  return 1;\n}', 'function f() {\n  return 1;\n}'],
  ['function f(){P(0);return 1}', 'function f(){return 1}'],
  ['function f() {\n}', 'function f() {\n}'],
  ['(a) => (P(0), a + 1)', '(a) => (a + 1)'],
  ['(a)=>(P(0),{a})', '(a)=>({a})'],
  ['(a) => a ? (P(1), b) : (P(2), c)', '(a) => a ? (b) : (c)'],
  ['() => { "use strict"; P(0); }', '() => { "use strict"; }'],
  ['() => { if (a) P(1);\n else P(2); }', '() => { if (a) 0;\n else 0; }'],
  ['() => { return P(1), a }', '() => { return a }'],
  ['(a) => { switch (a) { case 1: P(1); b(); } }', '(a) => { switch (a) { case 1: b(); } }'],
  ['(a) => a && P(1)', '(a) => a && 0'],
  ['() => {\n  if (a) {\n    P(1);\n    return b;\n  }\n}', '() => {\n  if (a) {\n    return b;\n  }\n}'],
])('%j without probes is %j', (text, expected) => {
  const plain = removeProbes(text.replace(/P(?=\()/g, () => probe));
  expect(plain).toBe(expected);
  // The result is valid code.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  expect(() => new Function(`return (${plain})`)).not.toThrow();
});
