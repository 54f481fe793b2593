import { expect, test } from 'vitest';
import {
  bodyOf,
  branchOf,
  functionOfBody,
  isBranchIn,
  isNumberedBody,
  isOptionsBlock,
  membersOf,
  numberedBodyOf,
  optionsOf,
  repeatedName,
} from './block-name';

test('names keep the form that stored facts have', () => {
  expect([membersOf('A'), optionsOf('default'), bodyOf('A.m'), numberedBodyOf('f', 2)]).toEqual([
    'A.<members>',
    'default.<options>',
    'A.m()',
    'f(2)',
  ]);
  expect(repeatedName(branchOf(branchOf('f()', 'then'), 'else'), 2)).toBe('f()/then/else#2');
});

test('the name of an options block is recognized', () => {
  expect([optionsOf('default'), membersOf('A'), 'f()'].map(isOptionsBlock)).toEqual([true, false, false]);
});

test.each<[string, string[], boolean]>([
  ['f(1)', [], true],
  ['f()#2', [], true],
  ['f()', ['f()', 'f()#2'], true],
  ['f()', ['f()', 'g()#2'], false],
  ['A.m1()', [], false],
])('%s among %j says no more than its place: %s', (name, others, expected) => {
  expect(isNumberedBody(name, others)).toBe(expected);
});

test('a body is shown as the name of its function', () => {
  expect(['f()', 'A.get x()', 'f()#2', 'f(1)'].map(functionOfBody)).toEqual(['f', 'A.get x', 'f#2', 'f(1)']);
});

test('a branch is inside its function and the branches around it', () => {
  const name = branchOf(branchOf('f()', 'then'), 'else');
  expect(['f()', 'f()/then', name, 'f()/the', 'f'].map((block) => isBranchIn(name, block))).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
