import { expect, test } from 'vitest';
import { testSyntax } from '../model/model.testing';
import type { CodeRange } from './code-positions';
import { readCodePositions } from './read-code-positions';

/** The code of each function, branch and statement, with its block. */
function piecesOf(text: string, path = 'a.ts') {
  const positions = readCodePositions(text, path, testSyntax)!;
  const lines = text.split('\n');
  const offsetOf = ({ line, column }: CodeRange['start']) =>
    lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0) + column;
  const codeOf = ({ start, end }: CodeRange) => text.slice(offsetOf(start), offsetOf(end));
  return {
    functions: positions.functions.map(({ name, range }) => [name, codeOf(range)]),
    branches: positions.branches.map(({ kind, paths }) => [
      kind,
      ...paths.map(({ block, range }) => `${codeOf(range)} in ${block}`),
    ]),
    statements: positions.statements.map(({ block, range }) => `${codeOf(range)} in ${block}`),
  };
}

test('functions are those with blocks, with their names and bodies', () => {
  const text = `function f() { return () => 1; }
const g = (a) => (a), o = { m() {}, get x() { return 1; } };
class A { constructor() {} static s() {} field = () => 2; }
export default () => {};
app.on('x', () => {});`;
  expect(piecesOf(text).functions).toEqual([
    ['f', '{ return () => 1; }'],
    ['g', 'a'],
    ['o.m', '{}'],
    ['o.get x', '{ return 1; }'],
    ['A.constructor', '{}'],
    ['A.static s', '{}'],
    ['A.field', '2'],
    ['default', '{}'],
  ]);
});

test('branches are those with blocks', () => {
  const text = `function f(a, b = a ? 1 : 2) {
  if (a) g();
  if (b) { g(); } else g(1);
  if (b > 1) return;
  const c = a ? 1 : (2);
  switch (a) { case 1: case 2: g(); break; default: g(2); }
}
const top = a ? 1 : 2;
if (top) g();`;
  expect(piecesOf(text).branches).toEqual([
    ['if', 'if (a) g(); in f()/then'],
    ['if', 'if (b) { g(); } else g(1); in f()/then#2', 'g(1); in f()/else'],
    ['if', 'if (b > 1) return; in f()/then#3', 'if (b > 1) return; in f()/rest'],
    ['cond-expr', '1 in f()/rest/then', '2 in f()/rest/else'],
    ['switch', 'case 2: g(); break; in f()/rest/case', 'default: g(2); in f()/rest/case#2'],
  ]);
});

test('statements belong to the innermost block, and are left out if no probe shows whether they ran', () => {
  const text = `'use strict';
import x from 'x';
const a = 1;
run(a);
if (a) run(2);
export function f(b) {
  'use strict';
  for (const c of b) run(c);
  if (b) { run(3); }
  if (b) { var hidden = 4; }
  if (b > 1) throw b;
  try { run(5); } catch { run(6); }
  b.map((one) => {
    if (one) return 7;
    return 8;
  });
}
app.on('x', () => run(9));
class A { static s = 10; field = 11; constructor() { run(12); } }
class B { field = 13; }`;
  expect(piecesOf(text).statements).toEqual([
    '1 in a',
    'run(a); in <effects>',
    'if (a) run(2); in <effects>',
    'for (const c of b) run(c); in f()',
    'run(c); in f()',
    'if (b) { run(3); } in f()',
    'run(3); in f()/then',
    'if (b) { var hidden = 4; } in f()',
    'if (b > 1) throw b; in f()',
    'throw b; in f()/then#2',
    'try { run(5); } catch { run(6); } in f()/rest',
    'run(5); in f()/rest',
    'run(6); in f()/rest/catch',
    expect.stringMatching(/^b\.map\([^]+ in f\(\)\/rest$/),
    'if (one) return 7; in f()/rest',
    'return 7; in f()/rest/then',
    'return 8; in f()/rest/rest',
    "app.on('x', () => run(9)); in <effects>",
    '10 in A',
    '11 in A.constructor()',
    'run(12); in A.constructor()',
  ]);
});

test('code that comments exclude from coverage is left out', () => {
  const text = `/* istanbul ignore next */
export function f() { run(1); }
export const g = (a) => {
  /* istanbul ignore if -- @preserve */
  if (a) run(2); else run(3);
  /* v8 ignore start */
  run(4);
  /* v8 ignore stop */
  return a ? /* istanbul ignore next */ 5 : 6;
};`;
  const { functions, branches, statements } = piecesOf(text);
  expect(functions.map(([name]) => name)).toEqual(['g']);
  expect(branches).toEqual([['cond-expr', '6 in g()/else#2']]);
  expect(
    statements.filter((one) => /run\([124]\);/.test(one) && !one.startsWith('if') && !one.includes('=>')),
  ).toEqual([]);
  expect(readCodePositions(`/* c8 ignore file */\n${text}`, 'a.ts', testSyntax)).toMatchObject({
    statements: [],
  });
});

test("a file that can't be parsed has no positions, and a file reports whether it has functions", () => {
  expect(readCodePositions('const = 1;', 'a.ts', testSyntax)).toBeUndefined();
  expect(readCodePositions('body {}', 'a.css', testSyntax)).toBeUndefined();
  expect(readCodePositions('export const a = 1;', 'a.ts', testSyntax)).toMatchObject({ hasFunctions: false });
  expect(readCodePositions('/* istanbul ignore next */ on(() => 1);', 'a.ts', testSyntax)).toMatchObject({
    hasFunctions: true,
  });
});
