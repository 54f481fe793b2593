import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBlockList, unpackBlockList } from './block-list';

const ids = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }));

describe('block list', () => {
  it('gives back the same set, ascending', () => {
    fc.assert(
      fc.property(ids, (list) => {
        expect(unpackBlockList(packBlockList(list))).toEqual([...new Set(list)].sort((a, b) => a - b));
      }),
    );
  });

  it('takes one byte for each of a run of neighboring ids', () => {
    expect(packBlockList(Array.from({ length: 1000 }, (_, n) => n))).toHaveLength(1000);
  });

  it('refuses ids that are not non-negative integers', () => {
    expect(() => packBlockList([-1])).toThrow(RangeError);
    expect(() => packBlockList([1.5])).toThrow(RangeError);
  });

  it('refuses bytes that end inside a number or overflow', () => {
    expect(() => unpackBlockList(Uint8Array.of(128))).toThrow(/ends inside/);
    expect(() => unpackBlockList(new Uint8Array(20).fill(255))).toThrow(/too large/);
  });
});
