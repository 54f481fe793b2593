import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EnvironmentKey } from './environment-id';
import { type CodeResult, codeOfFact, codeResultKey, limitTestNames } from './code-result';
import { factOfTest } from './fact.testing';
import { findFlaky } from './flaky-test-file';
import type { BlockKey } from './block-id';

function result(changes: Partial<CodeResult> = {}): CodeResult {
  return {
    testFile: { suite: 'a:', path: 'a.test.ts' },
    environment: 'default@1' as EnvironmentKey,
    code: 'c1',
    outcome: 'failed',
    endedAt: 100,
    ...changes,
  };
}

const passed = (changes: Partial<CodeResult> = {}) => result({ outcome: 'passed', ...changes });

describe('a test file', () => {
  test('that passed and failed with the same code in one environment is flaky', () => {
    const results = [
      result({ endedAt: 300, failedTests: ['adds', 'loads'] }),
      passed({ endedAt: 200 }),
      result({ endedAt: 100, failedTests: ['loads'] }),
      result({ code: 'c2', endedAt: 900, failedTests: ['other'] }),
    ];
    expect(findFlaky(results)).toEqual([
      {
        testFile: { suite: 'a:', path: 'a.test.ts' },
        environments: ['default'],
        failures: 2,
        passes: 1,
        codes: 1,
        firstFailedAt: 100,
        lastFailedAt: 300,
        firstDifference: { outcome: 'passed', endedAt: 200, formerAt: 100 },
        failedTests: [
          { name: 'loads', failures: 2 },
          { name: 'adds', failures: 1 },
        ],
      },
    ]);
  });

  test.each([
    ['with other code', { code: 'c2' }],
    ['in another environment', { environment: 'default@2' as EnvironmentKey }],
    ['of another suite', { testFile: { suite: 'b:', path: 'a.test.ts' } }],
  ])('that passed %s than it failed is not', (_where, changes) => {
    expect(findFlaky([result(), passed({ endedAt: 200, ...changes })])).toEqual([]);
  });

  test('that only failed, or only passed, is not', () => {
    expect(findFlaky([result(), result({ endedAt: 200 })])).toEqual([]);
    expect(findFlaky([passed(), passed({ endedAt: 200 })])).toEqual([]);
  });

  test('is listed once for all its codes and environments, with the first difference of all', () => {
    const results = [
      result({ environment: 'other@7' as EnvironmentKey, endedAt: 50 }),
      passed({ environment: 'other@7' as EnvironmentKey, endedAt: 500 }),
      passed({ code: 'c2', endedAt: 60 }),
      result({ code: 'c2', endedAt: 70 }),
    ];
    expect(findFlaky(results)).toMatchObject([
      {
        environments: ['default', 'other'],
        codes: 2,
        failures: 2,
        firstDifference: { outcome: 'failed', endedAt: 70, formerAt: 60 },
        failedTests: [],
      },
    ]);
  });

  test('counts a pass once that contradicts failures with several codes', () => {
    const results = ['c1', 'c2'].flatMap((code, at) => [
      result({ code, endedAt: at }),
      passed({ code, endedAt: 200 }),
    ]);
    expect(findFlaky(results)).toMatchObject([{ failures: 2, passes: 1, codes: 2 }]);
  });

  test('with more failures comes before one with fewer', () => {
    const other = { testFile: { suite: 'a:', path: 'b.test.ts' } };
    const results = [
      ...[result(), passed({ endedAt: 200 })],
      ...[result(other), passed({ ...other, endedAt: 110 }), result({ ...other, endedAt: 120 })],
    ];
    expect(findFlaky(results).map(({ testFile }) => testFile.path)).toEqual(['b.test.ts', 'a.test.ts']);
  });
});

test('the order of results changes nothing', () => {
  const anyResult = fc.record({
    path: fc.constantFrom('a.test.ts', 'b.test.ts'),
    code: fc.constantFrom('c1', 'c2'),
    outcome: fc.constantFrom('passed' as const, 'failed' as const),
    endedAt: fc.nat(6),
  });
  fc.assert(
    fc.property(fc.array(anyResult, { maxLength: 12 }), (drawn) => {
      const all = drawn.map(({ path, ...rest }) => result({ ...rest, testFile: { suite: 'a:', path } }));
      const results = [...new Map(all.map((one) => [codeResultKey(one), one])).values()];
      expect(findFlaky([...results].reverse())).toEqual(findFlaky(results));
      for (const { failures, passes, firstDifference } of findFlaky(results)) {
        expect(Math.min(failures, passes)).toBeGreaterThan(0);
        expect(firstDifference.formerAt).toBeLessThanOrEqual(firstDifference.endedAt);
      }
    }),
  );
});

test('the code of a fact is everything that it depends on, without its outcome', () => {
  const hashes = (hash: string) => new Map([['a.ts#f()' as BlockKey, hash]]);
  const fact = factOfTest('a.test.ts', hashes('1'));
  const code = codeOfFact(fact);
  expect(codeOfFact({ ...fact, outcome: 'failed', endedAt: 9, durationMs: 7, sequence: 10 })).toBe(code);
  expect(codeOfFact({ ...fact, fallbacks: [{ kind: 'coverage' }] })).toBe(code);
  for (const other of [
    factOfTest('a.test.ts', hashes('2')),
    factOfTest('b.test.ts', hashes('1')),
    { ...fact, environment: 'other' as EnvironmentKey },
    { ...fact, execution: { instrumentedModules: ['a.ts'] } },
  ])
    expect(codeOfFact(other)).not.toBe(code);
});

test('ten distinct names of failed tests are kept, cut to the maximum length', () => {
  expect(limitTestNames(['b', '', 'a', 'b'])).toEqual(['b', 'a']);
  const names = limitTestNames(Array.from({ length: 30 }, (_, index) => `${index} ${'x'.repeat(300)}`));
  expect(names).toHaveLength(10);
  expect(names.every((name) => name.length === 200 && name.endsWith('…'))).toBe(true);
});
