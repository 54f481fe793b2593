import { expect, test } from 'vitest';
import { misspelledName, nearestName } from './nearest-name';

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
])('"%s" is a slip of %s', (text, meant) => {
  expect(misspelledName(text, ['nocollect', 'select'])).toBe(meant);
});
