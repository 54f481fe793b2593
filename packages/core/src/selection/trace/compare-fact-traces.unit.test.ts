import { blockKey } from '../../records/block-key.testing';
import { expect, it } from 'vitest';
import { packBlockList } from '../../records/block-list';
import type { CurrentTrace } from './current-trace';
import { compareFactTraces, type PackedFact } from './compare-fact-traces';
import type { TraceEntryState, TraceEntry } from './trace-entry';

const input: TraceEntry = { kind: 'module', name: 'a.ts', digest: 'then' };
const block = { id: 7, block: blockKey('a.ts#f()'), name: 'f()', hash: 'then' };
/** A second zero: the same number twice. */
const broken = Uint8Array.from([3, 0]);

function verdictOn(state: TraceEntryState, fact: Partial<PackedFact>) {
  const current: CurrentTrace = { compare: () => state, isOutdated: () => true };
  const names = { input: (id: number) => (id === 1 ? input : undefined), blocksOf: () => [block] };
  const whole = { blocks: packBlockList([7]), inputs: packBlockList([1]), fingerprints: () => [block] };
  return compareFactTraces(names, current)({ ...whole, ...fact });
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
