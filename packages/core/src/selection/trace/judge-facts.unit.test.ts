import { blockKey } from '../../records/block-key.testing';
import { expect, it } from 'vitest';
import { packBlockList } from '../../records/block-list';
import type { InputsToday } from './compare-inputs';
import { judgingFacts, type PackedFact } from './judge-facts';
import type { InputState, WalkInput } from './walk-input';

const input: WalkInput = { kind: 'module', name: 'a.ts', answer: 'then' };
const block = { id: 7, block: blockKey('a.ts#f()'), name: 'f()', hash: 'then' };
/** A second zero: the same number twice. */
const broken = Uint8Array.from([3, 0]);

function verdictOn(state: InputState, fact: Partial<PackedFact>) {
  const today: InputsToday = { compare: () => state, isOutdated: () => true };
  const names = { input: (id: number) => (id === 1 ? input : undefined), blocksOf: () => [block] };
  const whole = { blocks: packBlockList([7]), inputs: packBlockList([1]), fingerprints: () => [block] };
  return judgingFacts(names, today)({ ...whole, ...fact });
}

it('a fact is the same, or has changed blocks, by its numbers', () => {
  expect(verdictOn('same', {})).toEqual({ kind: 'same' });
  expect(verdictOn('blocks', {})).toEqual({ kind: 'changed', blocks: ['a.ts#f()'] });
});

it('an input that the store does not hold, and a fact that can not be read, are unknown', () => {
  const unknown = { kind: 'unknown' };
  expect(verdictOn('same', { inputs: packBlockList([1, 2]) })).toEqual(unknown);
  expect(verdictOn('same', { inputs: undefined })).toEqual(unknown);
  expect(verdictOn('blocks', { blocks: packBlockList([8]), fingerprints: () => undefined })).toEqual(unknown);
});

it('lists that no store has packed are unknown, and end nothing', () => {
  expect(verdictOn('same', { inputs: broken })).toEqual({ kind: 'unknown' });
  expect(verdictOn('blocks', { blocks: broken })).toEqual({ kind: 'unknown' });
});
