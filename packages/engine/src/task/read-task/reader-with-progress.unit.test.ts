import { moduleModelReader } from '@nx-testmon/graph';
import { expect, test } from 'vitest';
import { readerWithProgress } from './reader-with-progress';

/** The lines printed while a number of modules is read, each of which takes this long. */
function linesOf(modules: number, msEach: number): string[] {
  const lines: string[] = [];
  let now = 0;
  const io = { write: (line: string) => lines.push(line), clock: () => now };
  const reader = readerWithProgress(io, { ...moduleModelReader, read: () => ({}) as never });
  for (let read = 0; read < modules; read++) {
    reader.read('', 'a.ts');
    now += msEach;
  }
  return lines;
}

test('after two seconds, and then every ten, a task says how many modules it has read', () => {
  expect(linesOf(1300, 10)).toEqual([
    'testmon: reading the code of the workspace, 200 new or changed modules so far',
    'testmon: reading the code of the workspace, 1200 new or changed modules so far',
  ]);
});

test('a task that is quick, or has only a few modules to read, says nothing', () => {
  expect(linesOf(1000, 1)).toEqual([]);
  expect(linesOf(50, 1000)).toEqual([]);
});
