import { expect, it } from 'vitest';
import { formatNativeCode, parseNativeCode, specifierOfFallback } from './native-code';

it.each([
  [{ packageName: 'sqlite3', file: 'node_sqlite3.node' }, 'sqlite3 (node_sqlite3.node)'],
  [{ packageName: '@w/addon', file: 'a (1).node' }, '@w/addon (a (1).node)'],
  [{ file: 'addon.node' }, 'addon.node'],
])('native code %j is read as it was written', (code, text) => {
  expect(formatNativeCode(code)).toBe(text);
  expect(parseNativeCode(text)).toEqual(code);
});

it('is loaded by the name of its package, or of its file', () => {
  const loadedBy = (subject: string) => specifierOfFallback({ kind: 'native-code', subject });
  expect(loadedBy('sqlite3 (node_sqlite3.node)')).toBe('sqlite3');
  expect(loadedBy('addon.node')).toBe('addon.node');
  expect(specifierOfFallback({ kind: 'unresolved-import', subject: './a (b)' })).toBe('./a (b)');
  expect(specifierOfFallback({ kind: 'native-code' })).toBeUndefined();
});
