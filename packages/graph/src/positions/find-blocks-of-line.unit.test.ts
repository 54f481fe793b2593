import { expect, test } from 'vitest';
import { read } from '../model/model.testing';
import { insertProbes } from '../probes/insert-probes';
import { findBlocksOfLine } from './find-blocks-of-line';
import { locateBlocks } from './locate-blocks';
import { testSyntax } from '../model/model.testing';

/** Each line ends with the blocks that it belongs to. The branches that start on it follow after `+`. */
const source = `import { unit } from './unit'; //
const limit = 10; // limit
export const [first, second] = [1, 2]; // first
setUp(unit); // <effects>
 //
/** Adds. */ //
export function total( // total()
  prices: number[] = [], // total()
): number { // total()
  // Comments belong to what they are in: total()
  if (prices.length === 0) return 0; // total() + total()/then
  let sum = 0; // total()/rest
  for (const price of prices) { // total()/rest
    if (price > limit) { // total()/rest + total()/rest/then
      sum += limit; // total()/rest/then
    } else if (price < 0) { // total()/rest + total()/rest/else,total()/rest/else/then
      throw new Error('negative'); // total()/rest/else/then
    } //
    sum += price; // total()/rest/rest
  } // total()/rest
  return prices.map((one) => one * 2).length; // total()/rest/rest#2
} //
const double = (value: number) => value * 2; // double()
export class Cart { // Cart
  private items = 0; // Cart
  add(count: number) { // Cart.add()
    return count > 1 ? this.many(count) : this.one(); // Cart.add() + Cart.add()/then,Cart.add()/else
  } // Cart.add()
  get size() { // Cart.get size()
    return this.items; // Cart.get size()
  } // Cart.get size()
} // Cart
`;

const located = locateBlocks(source, 'a.ts', testSyntax) ?? [];

test.each(
  source
    .split('\n')
    .map((text, at) => ({ line: at + 1, text }))
    .filter(({ text }) => /\/\/ \S/.test(text) && !text.includes('Comments')),
)('line $line: $text', ({ line, text }) => {
  const [, expected = ''] = / \/\/ (.*)$/.exec(text) ?? [];
  const { blocks, branches } = findBlocksOfLine(located, source, line);
  expect([blocks.join(','), branches.join(',')].filter((one) => one !== '').join(' + ')).toBe(expected);
});

test('a comment in a function belongs to it, and a comment outside belongs to no block', () => {
  const at = (text: string) => source.split('\n').findIndex((line) => line.includes(text)) + 1;
  expect(findBlocksOfLine(located, source, at('Comments belong')).blocks).toEqual(['total()']);
  expect(findBlocksOfLine(located, source, at('Adds.')).blocks).toEqual([]);
  expect(findBlocksOfLine(located, source, 1).blocks).toEqual([]);
  expect(findBlocksOfLine(located, source, 1000).blocks).toEqual([]);
});

test('located functions and branches are those with probes, and all are blocks of the model', () => {
  const parts = located.filter(({ kind }) => kind !== 'module').map(({ name }) => name);
  expect(parts).toEqual(insertProbes(source, 'a.ts', 'a.ts', testSyntax)?.blocks);
  const names = read(source, 'a.ts').blocks.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(located.map(({ name }) => name)));
});

test('files that are not modules, or have a syntax error, have no located blocks', () => {
  expect(locateBlocks('{}', 'a.json', testSyntax)).toBeUndefined();
  expect(locateBlocks('const a = ;', 'a.ts', testSyntax)).toBeUndefined();
});
