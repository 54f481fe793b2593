import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AgedFact, findExpiredFacts, type RetentionLimits } from './fact-retention';

const LIMITS: RetentionLimits = { passed: 2, failed: 3 };

function aged(
  id: number,
  endedAt: number,
  content: string,
  outcome: AgedFact['outcome'] = 'passed',
): AgedFact {
  return { id, key: String(id), outcome, endedAt, content };
}

function kept(facts: readonly AgedFact[], limits = LIMITS): AgedFact[] {
  const expired = new Set(findExpiredFacts(facts, limits));
  return facts.filter((one) => !expired.has(one.id)).sort((a, b) => a.id - b.id);
}

describe('findExpiredFacts', () => {
  it('keeps the newest passes, counted by different code', () => {
    expect(findExpiredFacts([aged(1, 1, 'a'), aged(2, 2, 'b'), aged(3, 3, 'c')], LIMITS)).toEqual([1]);
    expect(findExpiredFacts([aged(1, 1, 'a'), aged(2, 2, 'b'), aged(3, 3, 'b')], LIMITS)).toEqual([2]);
  });

  it('keeps the failures since the oldest pass that is kept, and drops older ones', () => {
    const facts = [aged(1, 1, 'x', 'failed'), aged(2, 2, 'a'), aged(3, 3, 'y', 'failed'), aged(4, 4, 'b')];
    expect(findExpiredFacts(facts, LIMITS)).toEqual([1]);
  });

  it('drops passes older than the oldest failure that is kept, when there are too many failures', () => {
    const failures = ['p', 'q', 'r'].map((code, n) => aged(10 + n, 10 + n, code, 'failed'));
    expect(findExpiredFacts([aged(1, 1, 'a'), ...failures], LIMITS)).toEqual([1]);
  });
});

const anyFacts: fc.Arbitrary<AgedFact[]> = fc
  .array(
    fc.record({
      endedAt: fc.nat(12),
      content: fc.constantFrom<string>('a', 'b', 'c', 'd', 'e'),
      outcome: fc.constantFrom('passed' as const, 'failed' as const),
    }),
    { maxLength: 25 },
  )
  .map((made) => made.map((one, id) => ({ ...one, id, key: String(id).padStart(3, '0') })));
const limits = fc.record({ passed: fc.integer({ min: 1, max: 4 }), failed: fc.integer({ min: 1, max: 4 }) });

describe('retention', () => {
  it('never drops a failure while it keeps an older pass of the same code', () => {
    let withFailure = 0;
    fc.assert(
      fc.property(anyFacts, limits, (facts, limit) => {
        const left = kept(facts, limit);
        const failures = facts.filter((one) => one.outcome === 'failed');
        for (const pass of left.filter((one) => one.outcome === 'passed')) {
          const newer = failures.filter((one) => one.content === pass.content && one.endedAt >= pass.endedAt);
          if (newer.length === 0) continue;
          withFailure += 1;
          expect(left.some((one) => newer.includes(one))).toBe(true);
        }
      }),
    );
    expect(withFailure).toBeGreaterThan(10);
  });

  it('ends in the same set in whatever order and portions facts arrive', () => {
    fc.assert(
      fc.property(
        anyFacts,
        limits,
        fc.array(fc.nat(), { minLength: 25, maxLength: 25 }),
        fc.nat(24),
        (facts, limit, order, cut) => {
          const shuffled = facts
            .map((one, n) => [order[n] ?? 0, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          const first = kept(shuffled.slice(0, cut), limit);
          expect(kept([...first, ...shuffled.slice(cut)], limit)).toEqual(kept(facts, limit));
        },
      ),
      { numRuns: 500 },
    );
  });
});
