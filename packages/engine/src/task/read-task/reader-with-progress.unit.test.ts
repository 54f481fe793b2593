import { expect, test } from 'vitest';
import { modelReader } from './model-reader';
import { readerWithProgress } from './reader-with-progress';

/** The lines that are printed while modules are read, each of which takes `msEach`. */
function linesOf(modules: number, msEach: number): string[] {
  const lines: string[] = [];
  let now = 0;
  const io = { write: (line: string) => lines.push(line), clock: () => now };
  const reader = readerWithProgress(io, { ...modelReader, read: () => ({}) as never });
  for (let read = 0; read < modules; read++) {
    reader.read('', 'a.ts');
    now += msEach;
  }
  return lines;
}

test('after two seconds, and then every ten, a task prints how many modules it has read', () => {
  expect(linesOf(1300, 10)).toEqual([
    'testmon: reading the code of the workspace, 200 new or changed modules so far',
    'testmon: reading the code of the workspace, 1200 new or changed modules so far',
  ]);
});

test('a quick task, or one with only a few modules to read, prints nothing', () => {
  expect(linesOf(1000, 1)).toEqual([]);
  expect(linesOf(50, 1000)).toEqual([]);
});
