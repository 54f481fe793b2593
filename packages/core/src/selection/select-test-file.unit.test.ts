import type { EnvironmentKey } from '../records/environment-id';
import type { BlockKey } from '../records/block-id';
import { blockKey, fingerprintsOf, hashesByBlock } from '../records/block-key.testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fact, mergeFacts, sortFingerprints } from '../records/fact';
import { newestFirst } from '../records/fact-sequence';
import type { CurrentState } from './match-fact';
import { selectTestFile } from './select-test-file';

const blocks = { 'a.ts#f': '1', 'a.ts#g': '2' };

function fact(changes: Partial<Fact> = {}, hashes: Record<string, string> = blocks): Fact {
  return {
    testFile: { suite: 'a', path: 'a.test.ts' },
    environment: 'default' as EnvironmentKey,
    outcome: 'passed',
    durationMs: 40,
    endedAt: 1,
    dependencies: sortFingerprints(fingerprintsOf(hashes)),
    ...changes,
  };
}

function current(hashes: Record<string, string> = blocks) {
  return { environment: 'default' as EnvironmentKey, hashes: hashesByBlock(hashes) };
}

function decide(facts: readonly Fact[], now: CurrentState) {
  return selectTestFile(newestFirst(facts, 1000), now);
}

describe('selectTestFile', () => {
  it('skips a test file whose passed fact matches the code', () => {
    expect(decide([fact()], current())).toEqual({ kind: 'skipped', savedMs: 40 });
  });

  it('selects a test file without facts as new', () => {
    expect(decide([], current())).toEqual({ kind: 'new' });
  });

  it('names edited, added and deleted blocks', () => {
    const decision = decide([fact()], current({ 'a.ts#f': '9', 'a.ts#h': '3' }));
    expect(decision).toEqual({ kind: 'changed', blocks: ['a.ts#f', 'a.ts#g', 'a.ts#h'] });
  });

  it('explains a change against the nearest passed fact', () => {
    const far = fact({}, { 'b.ts#x': '1' });
    expect(decide([far, fact()], current({ ...blocks, 'a.ts#f': '9' }))).toEqual({
      kind: 'changed',
      blocks: ['a.ts#f'],
    });
  });

  it('skips again after a switch back to code that passed before', () => {
    const other = fact({ endedAt: 2 }, { ...blocks, 'a.ts#f': '9' });
    expect(decide([fact(), other], current()).kind).toBe('skipped');
  });

  it('runs a test that failed with this code until it passes', () => {
    const failed = fact({ outcome: 'failed', endedAt: 2 });
    expect(decide([fact(), failed], current())).toEqual({ kind: 'failed-before' });
    expect(decide([failed, fact({ endedAt: 3 })], current()).kind).toBe('skipped');
  });

  it('prefers a failure to a pass of the same instant, in any order', () => {
    const failed = fact({ outcome: 'failed' });
    expect(decide([fact(), failed], current()).kind).toBe('failed-before');
    expect(decide([failed, fact()], current()).kind).toBe('failed-before');
  });

  it('selects when all facts come from another environment', () => {
    expect(decide([fact({ environment: 'node 20' as EnvironmentKey })], current())).toEqual({
      kind: 'environment-changed',
    });
  });

  it("selects a test file whose execution can't be compared with the code", () => {
    const executed = fact({ execution: { instrumentedModules: ['a.ts'] } });
    expect(decide([executed], current())).toEqual({ kind: 'not-comparable' });
  });
});

it('a traversal is done only for the newest fact, and those that could match or be the nearest', () => {
  const collected = (hash: string, endedAt: number, more: Record<string, string> = {}) =>
    fact({ endedAt, execution: { instrumentedModules: ['a.ts'] } }, { 'a.ts#f': hash, ...more });
  const traversals: number[] = [];
  const executed = (now: ReadonlyMap<BlockKey, string>) => () => {
    traversals.push(now.size);
    return now;
  };
  const decideNow = (facts: readonly Fact[], now: Record<string, string>) => {
    const { hashes: found, environment } = current(now);
    traversals.length = 0;
    return decide(facts, { environment, hashes: found, executedDependencies: executed(found) });
  };
  const [old, recent] = [collected('1', 1), collected('1', 2)];
  expect(decideNow([old, recent, collected('2', 3)], { 'a.ts#f': '1' }).kind).toBe('skipped');
  expect(traversals).toHaveLength(2);
  const far = collected('2', 3, { 'a.ts#g': '2', 'a.ts#h': '2' });
  const edited = { 'a.ts#f': '9', 'a.ts#g': '9', 'a.ts#h': '9' };
  expect(decideNow([far, collected('1', 1, { 'a.ts#g': '9', 'a.ts#h': '9' })], edited)).toEqual({
    kind: 'changed',
    blocks: ['a.ts#f'],
  });
  expect(traversals).toHaveLength(2);
});

const hashes = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('1', '2'));
const facts = fc.array(
  fc
    .record({ hashes, outcome: fc.constantFrom('passed' as const, 'failed' as const), endedAt: fc.nat(5) })
    .map((one) => fact({ outcome: one.outcome, endedAt: one.endedAt }, one.hashes)),
);

it('the static dependencies are not read if the newest fact has an execution and matches', () => {
  const known = fact({ execution: { instrumentedModules: ['a.ts'] } }, { 'a.ts#f': '1' });
  const now = {
    environment: 'default' as EnvironmentKey,
    get hashes(): ReadonlyMap<BlockKey, string> {
      throw new Error('read');
    },
    executedDependencies: () => new Map(known.dependencies.map(({ block, hash }) => [block, hash])),
  };
  expect(selectTestFile([known], now).kind).toBe('skipped');
  expect(() => selectTestFile([fact(), known], now)).toThrow('read');
});

it('facts are read until one decides', () => {
  const read: number[] = [];
  function* known() {
    const facts = [fact({ endedAt: 1 }), fact({ endedAt: 3 }, { 'b.ts#x': '1' }), fact({ endedAt: 2 })];
    for (const one of newestFirst(facts, 1000)) {
      read.push(one.endedAt);
      yield one;
    }
  }
  expect(selectTestFile(known(), current()).kind).toBe('skipped');
  expect(read).toEqual([3, 2]);
});

describe('facts', () => {
  it('merge commutatively, associatively and idempotently', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(mergeFacts(a, b)).toEqual(mergeFacts(b, a));
        expect(mergeFacts(mergeFacts(a, b), c)).toEqual(mergeFacts(a, mergeFacts(b, c)));
        expect(mergeFacts(a, a)).toEqual(mergeFacts(a));
      }),
    );
  });

  it('result in the same decision in any order, and however often they are merged', () => {
    fc.assert(
      fc.property(facts, facts, hashes, (a, b, now) => {
        expect(decide(mergeFacts(b, a, b), current(now)).kind).toBe(decide([...a, ...b], current(now)).kind);
      }),
    );
  });

  it('result in the same decision, whatever the order of their fingerprints', () => {
    const turned = (one: Fact) => ({ ...one, dependencies: [...one.dependencies].reverse() });
    fc.assert(
      fc.property(facts, hashes, (known, now) => {
        expect(decide(known.map(turned), current(now))).toEqual(decide(known, current(now)));
      }),
    );
  });

  it('skip a test file only if the newest ones with exactly these hashes passed', () => {
    let skipped = 0;
    fc.assert(
      fc.property(facts, hashes, (known, now) => {
        const exact = JSON.stringify(fact({}, now).dependencies);
        const matching = known.filter((one) => JSON.stringify(one.dependencies) === exact);
        const newest = Math.max(...matching.map((one) => one.endedAt));
        const isPassed =
          matching.length > 0 && matching.every((one) => one.outcome === 'passed' || one.endedAt < newest);
        skipped += Number(isPassed);
        expect(decide(known, current(now)).kind === 'skipped').toBe(isPassed);
      }),
      { numRuns: 2000 },
    );
    expect(skipped).toBeGreaterThan(10);
  });

  it('reject a block with two hashes', () => {
    const twice = [
      { block: blockKey('a'), hash: '1' },
      { block: blockKey('a'), hash: '2' },
    ];
    expect(() => sortFingerprints(twice)).toThrow(/two hashes/);
  });
});
