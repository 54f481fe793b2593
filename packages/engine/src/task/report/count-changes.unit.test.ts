import { type BlockId, formatBlockId } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { countChanges } from './count-changes';

const changes = (...ids: readonly BlockId[]) => countChanges(ids.map(formatBlockId));

test('a module counts once, however many of its blocks have changed', () => {
  const module = 'a/sum.ts';
  expect(
    changes(
      { kind: 'block', module, name: 'f' },
      { kind: 'hop', module, name: 'g' },
      { kind: 'links', module },
    ),
  ).toEqual(['1 changed module']);
});

test('only modules are counted as modules', () => {
  expect(
    changes(
      { kind: 'block', module: 'a/sum.ts', name: 'f' },
      { kind: 'block', module: 'a/package.json', name: 'version' },
      { kind: 'read', path: 'a/data.json' },
      { kind: 'list', path: 'a/fixtures' },
      { kind: 'package', name: 'lodash' },
      { kind: 'project', name: 'a' },
      { kind: 'project', name: 'b' },
      { kind: 'declared', glob: 'a/*.txt' },
      { kind: 'variable', name: 'TZ' },
    ),
  ).toEqual([
    '1 changed module',
    '2 changed files',
    '1 changed folder',
    '1 changed package',
    '2 changed projects',
    '1 changed declared pattern',
    '1 changed environment variable',
  ]);
});

test('without changes, nothing is listed', () => {
  expect(countChanges([])).toEqual([]);
});
