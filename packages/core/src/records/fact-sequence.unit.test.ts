import { describe, expect, it } from 'vitest';
import { newestFirst, nextSequence, type OrderedFact, sequenceOf } from './fact-sequence';

const hour = 3_600_000;
const NOW = 1_000 * hour;

describe('nextSequence', () => {
  it('is the time when the test file ended, if nothing later is known', () => {
    expect(nextSequence({ outcome: 'passed', endedAt: NOW }, [], NOW)).toBe(NOW);
    expect(nextSequence({ outcome: 'failed', endedAt: NOW }, [NOW - 1, 0], NOW)).toBe(NOW);
  });

  it('follows everything that is known, even after the clock was set back', () => {
    const known = [NOW - hour, NOW + 3 * hour];
    expect(nextSequence({ outcome: 'passed', endedAt: NOW }, known, NOW)).toBe(NOW + 3 * hour + 1);
    expect(nextSequence({ outcome: 'failed', endedAt: NOW }, [NOW], NOW)).toBe(NOW + 1);
  });

  it('of a pass ignores facts that are a day ahead, the sequence of a failure does not', () => {
    const known = [NOW + hour, NOW + 24 * hour, NOW + 1_000 * hour];
    expect(nextSequence({ outcome: 'passed', endedAt: NOW }, known, NOW)).toBe(NOW + hour + 1);
    expect(nextSequence({ outcome: 'failed', endedAt: NOW }, known, NOW)).toBe(NOW + 1_000 * hour + 1);
  });

  it('is never later than the latest possible date', () => {
    expect(nextSequence({ outcome: 'failed', endedAt: NOW }, [8.64e15], NOW)).toBe(8.64e15);
  });
});

describe('newestFirst', () => {
  const passed = (endedAt: number, sequence?: number): OrderedFact => ({
    outcome: 'passed',
    endedAt,
    ...(sequence === undefined ? {} : { sequence }),
  });
  const failed = (endedAt: number): OrderedFact => ({ outcome: 'failed', endedAt });

  it('orders by sequence, a failure before a pass of the same instant', () => {
    const ordered = newestFirst([passed(1), passed(2), failed(2), passed(0, 3)], NOW);
    expect(ordered).toEqual([passed(0, 3), failed(2), passed(2), passed(1)]);
  });

  it('puts passes from the future below every failure, and failures from the future first', () => {
    const [ahead, furtherAhead] = [passed(NOW + 1), passed(1, NOW + 2)];
    const ordered = newestFirst([failed(1), ahead, passed(NOW), failed(NOW + 5), furtherAhead], NOW);
    expect(ordered).toEqual([failed(NOW + 5), passed(NOW), failed(1), furtherAhead, ahead]);
    expect(sequenceOf(ordered[3]!)).toBe(NOW + 2);
  });
});
