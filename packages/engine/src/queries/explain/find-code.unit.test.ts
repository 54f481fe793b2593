import { renderProblem } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { type CodeRequest, findCode, type FoundCode } from './find-code';

const source = `const limit = 10;
export class Cart {
  total(prices: number[]) {
    if (prices.length > limit) return limit;
    return prices.length;
  }
  clear() {}
}
export function load() { return limit; }
`;

function find(request: Omit<CodeRequest, 'file'> = {}, text = source, file = 'cart.ts'): FoundCode {
  const found = findCode(text, { file, ...request });
  if (!found.ok) throw new Error(renderProblem(found.problem));
  return found.code;
}

test.each<[Omit<CodeRequest, 'file'>, readonly string[], number | undefined]>([
  [{ name: 'load' }, ['load()'], 9],
  [{ name: 'load()' }, ['load()'], 9],
  [{ name: 'Cart.total' }, ['Cart.total()'], 3],
  [{ name: 'Cart' }, ['Cart.total()', 'Cart.clear()'], 3],
  [{ name: 'Cart.total()/then' }, ['Cart.total()/then'], 4],
  [{ name: 'limit' }, ['limit'], 1],
  [{ line: 1 }, ['limit'], 1],
  [{ line: 5 }, ['Cart.total()/rest'], 5],
  [{}, ['Cart.total()', 'Cart.clear()', 'load()'], undefined],
])('%j means blocks and the line of the first', (request, blocks, line) => {
  expect(find(request)).toMatchObject({ blocks, isWholeFile: Object.keys(request).length === 0 });
  expect(find(request).line).toBe(line);
});

test('functions have lines, and branches are parts as functions are', () => {
  const { functions, parts } = find();
  expect(functions).toEqual([
    { name: 'Cart.total()', line: 3 },
    { name: 'Cart.clear()', line: 7 },
    { name: 'load()', line: 9 },
  ]);
  expect([...parts]).toContain('Cart.total()/then');
  expect([...parts]).not.toContain('Cart');
});

test('a branch that starts on the line is named in addition to the block of the line', () => {
  expect(find({ line: 4 })).toMatchObject({ blocks: ['Cart.total()'], branches: ['Cart.total()/then'] });
});

test('a module without functions stands for all its blocks, and a file that is not a module for none', () => {
  expect(find({}, 'export const a = 1;\nexport const b = a;\n').blocks).toEqual(['a', 'b']);
  expect(find({}, '{ "a": 1 }', 'a.json').blocks).toEqual([]);
});

test('an unknown name is a problem with suggestions', () => {
  expect(findCode(source, { file: 'cart.ts', name: 'totl' })).toMatchObject({
    ok: false,
    problem: { kind: 'unknown-code', nearest: expect.arrayContaining(['load()']) as string[] },
  });
  expect(findCode('{}', { file: 'a.json', name: 'a' })).toMatchObject({ problem: { nearest: [] } });
  expect(findCode(source, { file: 'cart.ts', line: 99 })).toMatchObject({
    problem: { kind: 'no-code-at-line', line: 99 },
  });
});
