import { expect, test } from 'vitest';
import { parseCodeRequest } from './parse-code-request';

const files = ['src/a.ts', 'src/b#c.ts', 'src/d.ts:1'];

test.each([
  ['src/a.ts', { file: 'src/a.ts' }],
  ['src/a.ts:42', { file: 'src/a.ts', line: 42 }],
  ['src/a.ts:42:7', { file: 'src/a.ts', line: 42 }],
  ['src/a.ts#total', { file: 'src/a.ts', name: 'total' }],
  ['src/a.ts##sum', { file: 'src/a.ts', name: '#sum' }],
  ['src/a.ts#f()#2', { file: 'src/a.ts', name: 'f()#2' }],
  ['src/b#c.ts', { file: 'src/b#c.ts' }],
  ['src/b#c.ts#total', { file: 'src/b#c.ts', name: 'total' }],
  ['src/b#c.ts:3', { file: 'src/b#c.ts', line: 3 }],
  ['src/d.ts:1', { file: 'src/d.ts:1' }],
  ['src/a.ts#', undefined],
  ['src/gone.ts', undefined],
  ['src/gone.ts:3', undefined],
])('%s requests %j', (text, expected) => {
  expect(parseCodeRequest(text, (path) => files.find((one) => one === path))).toEqual(expected);
});
