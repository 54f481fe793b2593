import fc from 'fast-check';
import { expect, it } from 'vitest';
import { renderProblem } from '../problem/render-problem';
import { printable, printableJson, printableLines } from './printable';

const obeyed = /[\p{Cc}\u2028\u2029\u202e]/u;

it.each([
  ['a.test.ts', 'a.test.ts'],
  ['größe | `x` 测试.ts', 'größe | `x` 测试.ts'],
  ['a\nb\r\tc', 'a\\nb\\r\\tc'],
  ['\u001b[2J\u009b1m\u0007', '\\u001b[2J\\u009b1m\\u0007'],
  ['\u202etxt.exe', '\\u202etxt.exe'],
])('%j is printed as %j', (name, printed) => {
  expect(printable(name)).toBe(printed);
});

it('no printed name contains a character that a terminal interprets, and printing twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(printable(name)).not.toMatch(obeyed);
      expect(printable(printable(name))).toBe(printable(name));
      expect(printableLines(name).split('\n').map(printable).join('\n')).toBe(printableLines(name));
    }),
  );
});

it('JSON keeps its value', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(JSON.parse(printableJson({ name }))).toEqual({ name });
      expect(printableJson({ name })).not.toMatch(obeyed);
    }),
  );
});

it('a problem prints the names that it quotes on one line', () => {
  const problem = {
    kind: 'record-invalid',
    file: '/w/.testmon/refused/a\n::error::b\u001b[2J.json',
    reason: 'blocks of x\ny: not a list',
  } as const;
  expect(renderProblem(problem)).toContain('a\\n::error::b\\u001b[2J.json');
  expect(renderProblem(problem)).not.toMatch(obeyed);
  expect(renderProblem({ kind: 'unknown-project', projects: ['a\nb'] })).toContain('a\\nb');
});
