import * as nodePath from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest, hashPattern } from '../model/digest';
import {
  describeFileState,
  formatLookup,
  isStateAsRead,
  type LookupState,
  parseLookup,
  stateOfLookup,
} from './file-state';

const foundKind = fc.constantFrom('file', 'executable', 'folder');

/** Paths in a workspace and outside, with names of every form. */
const realPath = fc.oneof(
  fc.constantFrom('/w', '/w/a', '/w/outside', '/w/a b executable', '/w/ä:b', '/elsewhere/b', '/'),
  fc.string({ minLength: 1 }).map((name) => nodePath.join('/w', name)),
);

const lookupState: fc.Arbitrary<LookupState> = fc.oneof(
  fc.constant({ kind: 'missing' } as const),
  fc
    .record({ kind: foundKind, real: realPath })
    .map(({ kind, real }) => stateOfLookup(nodePath, '/w', { kind, absolute: '/w/a', real })),
);

describe('the state of a lookup', () => {
  it('is read from its text as it was, and its text has the form of a hash', () => {
    fc.assert(
      fc.property(lookupState, (state) => {
        const text = formatLookup(state);
        expect(parseLookup(text)).toEqual(state);
        expect(text).toMatch(hashPattern);
      }),
    );
  });

  it('is another one for each kind and each real path', () => {
    const lookup = fc.record({ kind: foundKind, real: realPath.filter((path) => path.startsWith('/w')) });
    fc.assert(
      fc.property(lookup, lookup, (one, other) => {
        const [textOfOne, textOfOther] = [one, other].map((found) =>
          formatLookup(stateOfLookup(nodePath, '/w', { ...found, absolute: '/w/a' })),
        );
        const isSame = one.kind === other.kind && one.real === other.real;
        expect(textOfOne === textOfOther).toBe(isSame);
      }),
    );
  });

  it('is the kind alone where no link leads elsewhere', () => {
    const textOf = (real: string) =>
      formatLookup(stateOfLookup(nodePath, '/w', { kind: 'folder', absolute: '/w/a', real }));
    expect(['/w/a', '/w/b', '/w/outside', '/elsewhere/b'].map(textOf)).toEqual([
      'folder',
      `folder:${digest('b')}`,
      `folder:${digest('outside')}`,
      'folder:outside',
    ]);
  });

  it.each(['folders', 'folder b', 'folder:', 'folder:a:b', 'missing:a', ''])(
    'is not in the text %j',
    (text) => {
      expect(parseLookup(text)).toBeUndefined();
    },
  );
});

describe('the state of a file', () => {
  it('has the form of a hash, and is another one with an executable bit', () => {
    const states = [describeFileState(digest('a'), false), describeFileState(digest('a'), true)];
    expect(states).toEqual([digest('a'), `${digest('a')}+executable`]);
    for (const state of states) expect(state).toMatch(hashPattern);
  });

  it('is as it was read if only the bit was not read, and not if the content is another one', () => {
    const [plain, executable] = [describeFileState('a', false), describeFileState('a', true)];
    expect(isStateAsRead(plain, plain)).toBe(true);
    expect(isStateAsRead(executable, plain)).toBe(true);
    expect(isStateAsRead(plain, executable)).toBe(false);
    expect(isStateAsRead(describeFileState('b', true), plain)).toBe(false);
  });

  it('is never taken for that of a lookup, whose links may have any name', () => {
    const lookup = (real: string) =>
      formatLookup(stateOfLookup(nodePath, '/w', { kind: 'folder', absolute: '/w/a', real }));
    expect(isStateAsRead(lookup('/w/my executable'), lookup('/w/my'))).toBe(false);
    expect(isStateAsRead(lookup('/w/executable'), lookup('/w/a'))).toBe(false);
  });
});
