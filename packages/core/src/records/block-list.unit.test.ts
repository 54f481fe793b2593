import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packBlockList, unpackBlockList } from './block-list';

const ids = fc.array(fc.nat({ max: Number.MAX_SAFE_INTEGER }));

describe('block list', () => {
  it('returns the same set, ascending', () => {
    fc.assert(
      fc.property(ids, (list) => {
        expect(unpackBlockList(packBlockList(list))).toEqual([...new Set(list)].sort((a, b) => a - b));
      }),
    );
  });

  it('needs one byte for each id in a run of neighboring ids', () => {
    expect(packBlockList(Array.from({ length: 1000 }, (_, n) => n))).toHaveLength(1000);
  });

  it('rejects ids that are not non-negative integers', () => {
    expect(() => packBlockList([-1])).toThrow(RangeError);
    expect(() => packBlockList([1.5])).toThrow(RangeError);
  });

  it('rejects bytes that end inside a number, and numbers that are too large', () => {
    expect(unpackBlockList(Uint8Array.of(1, 128))).toBeUndefined();
    expect(unpackBlockList(new Uint8Array(20).fill(255))).toBeUndefined();
    const largest = packBlockList([Number.MAX_SAFE_INTEGER]);
    expect(unpackBlockList(largest)).toEqual([Number.MAX_SAFE_INTEGER]);
    expect(unpackBlockList(Uint8Array.of(...largest, 1))).toBeUndefined();
  });

  it('rejects a number that occurs twice', () => {
    expect(unpackBlockList(Uint8Array.of(0))).toEqual([0]);
    expect(unpackBlockList(Uint8Array.of(3, 0))).toBeUndefined();
  });
});
