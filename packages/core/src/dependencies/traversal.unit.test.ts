import { expect, test } from 'vitest';
import { createAnalysis } from '../analysis';
import { sketchGraph } from '../graph/graph.testing';
import { blockKey } from '../records/block-key.testing';
import { Traversal } from './traversal';

const block = blockKey('p/a.ts#f');

function digestOf(...digests: readonly string[]): string | undefined {
  const traversal = new Traversal(createAnalysis(sketchGraph({})), 'p');
  for (const digest of digests) traversal.add(block, digest, undefined);
  return traversal.found.hashes.get(block);
}

test('a block has the digest that it was added with', () => {
  expect(digestOf('one', 'one')).toBe('one');
});

test('every digest of a block counts, in any order', () => {
  const both = digestOf('one', 'other');
  expect(digestOf('other', 'one', 'other')).toBe(both);
  expect(new Set([both, digestOf('one'), digestOf('other'), digestOf('one', 'another')]).size).toBe(4);
});
