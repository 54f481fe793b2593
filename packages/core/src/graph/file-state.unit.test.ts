import * as nodePath from 'node:path';
import { expect, it } from 'vitest';
import { describeLookup, kindOfLookup } from './file-state';

it.each(['file', 'executable', 'folder'] as const)('the state of a lookup contains its kind: %s', (kind) => {
  const stateOf = (real: string) => describeLookup(nodePath, '/w', { kind, absolute: '/w/a', real });
  expect(['/w/a', '/w/b', '/elsewhere/b'].map(stateOf)).toEqual([kind, `${kind} b`, `${kind} outside`]);
  expect(['/w/a', '/w/b', '/elsewhere/b'].map((real) => kindOfLookup(stateOf(real)))).toEqual([
    kind,
    kind,
    kind,
  ]);
});

it('a lookup that found nothing is missing, and another text has no kind', () => {
  expect(kindOfLookup('missing')).toBe('missing');
  expect(kindOfLookup('folders')).toBeUndefined();
});
