import { blockKey } from '../../records/block-key.testing';
import { expect, it } from 'vitest';
import { packBlockList } from '../../records/block-list';
import type { CurrentTrace } from './current-trace';
import { compareFactTraces, type PackedFact } from './compare-fact-traces';
import type { TraceEntryState, TraceEntry } from './trace-entry';

const moduleEntry: TraceEntry = { kind: 'module', name: 'a.ts', digest: 'then' };
const block = { id: 7, block: blockKey('a.ts#f()'), name: 'f()', hash: 'then' };
/** A second zero means the same id twice. */
const damaged = Uint8Array.from([3, 0]);

function compare(state: TraceEntryState, fact: Partial<PackedFact>, entry = moduleEntry) {
  const current: CurrentTrace = {
    compare: () => state,
    isOutdated: () => true,
    isOutdatedState: () => true,
  };
  const lookup = { traceEntry: (id: number) => (id === 1 ? entry : undefined), blocksOf: () => [block] };
  const fullFact = { blocks: packBlockList([7]), trace: packBlockList([1]), fingerprints: () => [block] };
  return compareFactTraces(lookup, current)({ ...fullFact, ...fact });
}

it('a fact is the same, or has changed blocks, by its ids', () => {
  expect(compare('same', {})).toEqual({ kind: 'same', hasWholeProject: false });
  expect(compare('blocks', {})).toEqual({
    kind: 'changed',
    blocks: ['a.ts#f()'],
    hasWholeProject: false,
  });
});

it("an entry that the store does not contain, and a fact that can't be read, are unknown", () => {
  const unknown = { kind: 'unknown' };
  expect(compare('same', { trace: packBlockList([1, 2]) })).toEqual(unknown);
  expect(compare('same', { trace: undefined })).toEqual(unknown);
  expect(compare('blocks', { blocks: packBlockList([8]), fingerprints: () => undefined })).toEqual(unknown);
});

it('damaged lists of ids are unknown, without an error', () => {
  expect(compare('same', { trace: damaged })).toEqual({ kind: 'unknown' });
  expect(compare('blocks', { blocks: damaged })).toEqual({ kind: 'unknown' });
});

it('a block with its own state decides if the fact contains it with another digest', () => {
  const project: TraceEntry = { kind: 'block', name: 'project:p', digest: 'then' };
  const held = { block: blockKey('project:p'), hash: 'then' };
  expect(compare('other', { fingerprints: () => [held] }, project)).toEqual({
    kind: 'changed',
    blocks: ['project:p'],
    hasWholeProject: true,
  });
  expect(compare('same', {}, project)).toEqual({ kind: 'same', hasWholeProject: true });
  expect(compare('other', { fingerprints: () => [block] }, project)).toEqual({ kind: 'unknown' });
  expect(compare('other', { fingerprints: () => undefined }, project)).toEqual({ kind: 'unknown' });
});
