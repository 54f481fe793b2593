import { noRunnerSyntax } from '@nx-testmon/core';
import { locateBlocks } from '@nx-testmon/graph';
import { expect, test } from 'vitest';
import type { LineRange } from '../../git/changed-lines';
import { findUnexecuted, findUntested } from './find-untested';

const source = `export function size(isLarge: boolean) {
  if (isLarge) return 'large';
  return 'small';
}
export function unused(a: number) {
  if (a > 1) return 2;
  return 3;
}
`;

function untested(executed: readonly string[], ...ranges: readonly LineRange[]) {
  const unexecuted = findUnexecuted(locateBlocks(source, 'a.ts', noRunnerSyntax) ?? [], source, (block) =>
    executed.includes(block),
  );
  return findUntested(new Map([['a.ts', unexecuted]]), new Map([['a.ts', ranges]])).map(
    ({ kind, code, line }) => `${kind} ${code} ${line}`,
  );
}

const wholeFile = { first: 1, last: Infinity };
const executed = ['size()', 'size()/then'];

test('a changed function that nothing executed is named once, without its branches', () => {
  expect(untested(executed, wholeFile)).toEqual(['branch size()/rest 3', 'function unused() 5']);
});

test('only changed code is reported', () => {
  expect(untested(executed, { first: 6, last: 6 })).toEqual(['function unused() 5']);
  expect(untested(executed, { first: 1, last: 2 })).toEqual([]);
  expect(untested(executed)).toEqual([]);
});

test('executed code is tested', () => {
  expect(
    untested([...executed, 'size()/rest', 'unused()', 'unused()/then', 'unused()/rest'], wholeFile),
  ).toEqual([]);
});
