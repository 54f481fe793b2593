import { expect, test } from 'vitest';
import { nearestName } from './nearest-name';

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
