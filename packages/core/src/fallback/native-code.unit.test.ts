import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeFallback, fallbackKey, fallbackKinds, sortFallbacks } from './describe-fallback';
import type { Fallback } from './fallback';
import { nameOfFallback, specifierOfFallback } from './native-code';

const nativeCode = (subject: string, name?: string): Fallback => ({
  kind: 'native-code',
  subject,
  ...(name === undefined ? {} : { package: name }),
});
const ofPackage = nativeCode('b.node', 'a');
const alike = nativeCode('a (b.node)');

describe('native code', () => {
  it('is named with its package', () => {
    expect(nameOfFallback(nativeCode('node_sqlite3.node', 'sqlite3'))).toBe('sqlite3 (node_sqlite3.node)');
    expect(nameOfFallback(nativeCode('addon.node'))).toBe('addon.node');
    expect(nameOfFallback({ kind: 'native-code' })).toBeUndefined();
    expect(describeFallback(nativeCode('a (1).node', '@w/addon'))).toBe(
      'the test file loads native code that may read files: @w/addon (a (1).node)',
    );
  });

  it('is loaded by the name of its package, or of its file', () => {
    expect(specifierOfFallback(nativeCode('node_sqlite3.node', 'sqlite3'))).toBe('sqlite3');
    expect(specifierOfFallback(nativeCode('addon.node'))).toBe('addon.node');
    expect(specifierOfFallback({ kind: 'unresolved-import', subject: './a (b)' })).toBe('./a (b)');
    expect(specifierOfFallback({ kind: 'native-code' })).toBeUndefined();
  });

  it('of a file that is called like a file of a package belongs to no package', () => {
    expect(specifierOfFallback(alike)).toBe('a (b.node)');
    expect(nameOfFallback(alike)).toBe(nameOfFallback(ofPackage));
    expect(fallbackKey(alike)).not.toBe(fallbackKey(ofPackage));
    expect(sortFallbacks([alike, ofPackage, alike])).toHaveLength(2);
  });
});

describe('the key of a cause', () => {
  const text = fc.oneof(
    fc.constantFrom('a', 'b.node', 'a (b.node)', 'a ()', '(b)', 'a b', 'a (b) (c)', 'c) (d', ' (a)'),
    fc.string({ minLength: 1 }),
  );
  const cause: fc.Arbitrary<Fallback> = fc.record(
    {
      kind: fc.constantFrom('native-code', 'process-started', ...fallbackKinds),
      module: fc.constantFrom('a.ts', 'b.ts'),
      line: fc.constantFrom(1, 2),
      subject: text,
      package: text,
    },
    { requiredKeys: ['kind'] },
  );
  const sorted = (fallback: Fallback) => JSON.stringify(Object.entries(fallback).sort());

  it('is equal for equal causes only', () => {
    fc.assert(
      fc.property(cause, cause, (one, other) => {
        expect(fallbackKey(one) === fallbackKey(other)).toBe(sorted(one) === sorted(other));
      }),
      { numRuns: 2000 },
    );
  });

  it('is equal for equal causes only, whatever is a part of which name', () => {
    fc.assert(
      fc.property(
        text,
        fc.option(text, { nil: undefined }),
        text,
        fc.option(text, { nil: undefined }),
        (...of) => {
          const [one, other] = [nativeCode(of[0], of[1]), nativeCode(of[2], of[3])];
          expect(fallbackKey(one) === fallbackKey(other)).toBe(sorted(one) === sorted(other));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('is the same as when the package was a part of the subject', () => {
    const former = (subject: string) => JSON.stringify(['native-code', '', 0, '', subject]);
    expect(fallbackKey(ofPackage)).toBe(former('a (b.node)'));
    expect(fallbackKey(nativeCode('sharp (1).node', '@img/sharp'))).toBe(
      former('@img/sharp (sharp (1).node)'),
    );
    expect(fallbackKey(nativeCode('addon.node'))).toBe(former('addon.node'));
    expect(fallbackKey(nativeCode('a ()'))).toBe(former('a ()'));
    expect(fallbackKey({ kind: 'process-started', subject: 'git (1)' })).toBe(
      JSON.stringify(['process-started', '', 0, '', 'git (1)']),
    );
  });
});
