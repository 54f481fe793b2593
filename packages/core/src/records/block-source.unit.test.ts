import { expect, test } from 'vitest';
import type { BlockId } from './block-id';
import { isBlockOf } from './block-source';

const hop: BlockId = { kind: 'hop', module: 'a.ts', name: 'f' };
const load: BlockId = { kind: 'load', module: 'a.ts', specifier: './b' };
const read: BlockId = { kind: 'read', path: 'a.json' };
const variable: BlockId = { kind: 'variable', name: 'TZ' };

test('a block has one source', () => {
  expect(isBlockOf(hop, 'code')).toBe(true);
  expect(isBlockOf(load, 'loads')).toBe(true);
  expect(isBlockOf(read, 'content')).toBe(true);
  expect(isBlockOf(variable, 'other')).toBe(true);
  expect(isBlockOf(hop, 'loads', 'content', 'other')).toBe(false);
});

test('several sources can be checked at once', () => {
  const ofModules = [hop, load, read, variable].filter((id) => isBlockOf(id, 'code', 'loads'));
  expect(ofModules).toEqual([hop, load]);
});
