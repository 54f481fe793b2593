import { expect, test } from 'vitest';
import { misspelledName, nearestName, nearestNames } from './nearest-name';

const known = ['targetName', 'affectedTargetName', 'include', 'exclude'];

test.each([
  ['targtName', 'targetName'],
  ['TARGETNAME', 'targetName'],
  ['includes', 'include'],
  ['affected', 'affectedTargetName'],
  ['colour', undefined],
  ['', undefined],
])('"%s" most likely means %s', (mistyped, meant) => {
  expect(nearestName(mistyped, known)).toBe(meant);
});

test.each([
  ['nocolect', 'nocollect'],
  ['noCollect', 'nocollect'],
  ['no-collekt', 'nocollect'],
  ['slect', 'select'],
  ['silent', undefined],
  ['collect-coverage', undefined],
])('"%s" is a misspelling of %s', (text, meant) => {
  expect(misspelledName(text, ['nocollect', 'select'])).toBe(meant);
});

test('the nearest names are those that contain the text, then those with the fewest edits', () => {
  const names = ['load()', 'Cart.total()', 'totals()', 'Cart'];
  expect(nearestNames('TOTAL', names, 3)).toEqual(['Cart.total()', 'totals()', 'load()']);
  expect(nearestNames('lod()', names, 1)).toEqual(['load()']);
  expect(nearestNames('x', [], 3)).toEqual([]);
});
