import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgedFact, findExpiredFacts, type RetentionLimits } from './fact-retention';

const LIMITS: RetentionLimits = { passed: 2, failed: 3 };

function aged(
  id: number,
  sequence: number,
  content: string,
  outcome: AgedFact['outcome'] = 'passed',
): AgedFact {
  return { id, key: String(id), outcome, sequence, content };
}

/** Later than the end of most facts below. */
const NOW = 9;

function kept(facts: readonly AgedFact[], limits = LIMITS, now = NOW): AgedFact[] {
  const expired = new Set(findExpiredFacts(facts, limits, now));
  return facts.filter((one) => !expired.has(one.id)).sort((a, b) => a.id - b.id);
}

describe('findExpiredFacts', () => {
  it('keeps the newest passes, one for each state of the code', () => {
    expect(findExpiredFacts([aged(1, 1, 'a'), aged(2, 2, 'b'), aged(3, 3, 'c')], LIMITS, 100)).toEqual([1]);
    expect(findExpiredFacts([aged(1, 1, 'a'), aged(2, 2, 'b'), aged(3, 3, 'b')], LIMITS, 100)).toEqual([2]);
  });

  it('keeps the failures since the oldest kept pass, and drops older ones', () => {
    const facts = [aged(1, 1, 'x', 'failed'), aged(2, 2, 'a'), aged(3, 3, 'y', 'failed'), aged(4, 4, 'b')];
    expect(findExpiredFacts(facts, LIMITS, 100)).toEqual([1]);
  });

  it('drops passes that are older than the oldest kept failure, if there are too many failures', () => {
    const failures = ['p', 'q', 'r'].map((code, n) => aged(10 + n, 10 + n, code, 'failed'));
    expect(findExpiredFacts([aged(1, 1, 'a'), ...failures], LIMITS, 100)).toEqual([1]);
  });
});

const anyFacts: fc.Arbitrary<AgedFact[]> = fc
  .array(
    fc.record({
      sequence: fc.nat(12),
      content: fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'),
      outcome: fc.constantFrom('passed' as const, 'failed' as const),
    }),
    { maxLength: 25 },
  )
  .map((made) => made.map((one, id) => ({ ...one, id, key: String(id).padStart(3, '0') })));
const limits = fc.record({ passed: fc.integer({ min: 1, max: 4 }), failed: fc.integer({ min: 1, max: 4 }) });

describe('retention', () => {
  it('never drops a failure if an older pass of the same code is kept', () => {
    fc.assert(
      fc.property(anyFacts, limits, (facts, limit) => {
        const left = kept(facts, limit);
        const failures = facts.filter((one) => one.outcome === 'failed');
        const newerFailures = left
          .filter((one) => one.outcome === 'passed')
          .map((pass) =>
            failures.filter((one) => one.content === pass.content && one.sequence >= pass.sequence),
          )
          .filter((newer) => newer.length > 0);
        fc.pre(newerFailures.length > 0);
        const dropped = newerFailures.filter((newer) => !newer.some((one) => left.includes(one)));
        expect(dropped).toEqual([]);
      }),
    );
  });

  it('keeps facts from the future, and drops nothing because of them', () => {
    const ahead = ['a', 'b', 'c', 'd'].map((code, n) => aged(20 + n, 20 + n, code));
    const facts = [aged(1, 1, 'a', 'failed'), aged(2, 2, 'e'), ...ahead];
    expect(findExpiredFacts(facts, LIMITS, 9)).toEqual([]);
    expect(findExpiredFacts(facts, LIMITS, 100)).toEqual([1, 2, 20, 21]);
  });

  it('keeps the same facts in any order and in any portions', () => {
    fc.assert(
      fc.property(
        anyFacts,
        limits,
        fc.array(fc.nat(), { minLength: 25, maxLength: 25 }),
        fc.nat(24),
        fc.nat(12),
        (facts, limit, order, cut, earlier) => {
          const shuffled = facts
            .map((one, n) => [order[n] ?? 0, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          const first = kept(shuffled.slice(0, cut), limit, Math.min(earlier, NOW));
          expect(kept([...first, ...shuffled.slice(cut)], limit)).toEqual(kept(facts, limit));
        },
      ),
      { numRuns: 500 },
    );
  });
});
