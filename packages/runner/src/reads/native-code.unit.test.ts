import { specifierOfFallback } from '@nx-testmon/core';
import { expect, it } from 'vitest';
import { untracedNativeCode } from './native-code';

it.each<[string, { readonly subject: string; readonly package?: string }]>([
  ['/w/node_modules/sqlite3/build/node_sqlite3.node', { subject: 'node_sqlite3.node', package: 'sqlite3' }],
  ['/w/node_modules/@img/sharp/a (1).node', { subject: 'a (1).node', package: '@img/sharp' }],
  ['/w/libs/a/addon.node', { subject: 'addon.node' }],
  // Called as a file of a package is named in messages.
  ['/w/libs/a/a (b.node)', { subject: 'a (b.node)' }],
])('native code at %s has a subject, and a package if it is in one', (path, expected) => {
  const fallback = untracedNativeCode(path, 'worker');
  expect(fallback).toEqual({ kind: 'native-code', ...expected });
  expect(fallback && specifierOfFallback(fallback)).toBe(expected.package ?? expected.subject);
});
