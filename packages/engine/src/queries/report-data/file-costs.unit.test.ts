import { type BlockId, type EnvironmentKey, type Fact, formatBlockId } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { FileCosts } from './file-costs';

function fact(path: string, durationMs: number, blocks: readonly BlockId[]): Fact {
  const dependencies = blocks.map((id) => ({ block: formatBlockId(id), hash: '1' }));
  const testFile = { suite: 's', path };
  return {
    testFile,
    environment: 'e' as EnvironmentKey,
    outcome: 'passed',
    durationMs,
    endedAt: 1,
    dependencies,
  };
}

const block = (module: string, name: string): BlockId => ({ kind: 'block', module, name });

test('a file costs each test file once that depends on a part of it, and not the test file itself', () => {
  const costs = new FileCosts();
  costs.add(
    fact('a.test.ts', 100, [block('a.ts', 'one()'), block('a.ts', 'two()'), block('a.test.ts', 'x')]),
  );
  costs.add(fact('b.test.ts', 300, [block('a.ts', 'one()'), { kind: 'read', path: 'data.json' }]));
  expect(costs.list()).toEqual([
    { path: 'a.ts', testFiles: 2, durationMs: 400, slowest: ['b.test.ts', 'a.test.ts'] },
    { path: 'data.json', testFiles: 1, durationMs: 300, slowest: ['b.test.ts'] },
  ]);
});

test('what is not a file of the workspace costs nothing', () => {
  const costs = new FileCosts();
  costs.add(
    fact('a.test.ts', 100, [
      { kind: 'package', name: 'zod' },
      { kind: 'project', name: 'a' },
      { kind: 'variable', name: 'CI' },
      { kind: 'load-order', module: 'a.test.ts' },
      { kind: 'find', path: 'gone.ts' },
    ]),
  );
  expect(costs.list()).toEqual([]);
});

test('only the ten slowest test files are named', () => {
  const costs = new FileCosts();
  for (let at = 0; at < 30; at++) costs.add(fact(`${at}.test.ts`, (at * 7) % 30, [block('a.ts', 'one()')]));
  const [file] = costs.list();
  expect(file).toMatchObject({ testFiles: 30, durationMs: 435 });
  const slowest = file?.slowest.map((path) => (Number.parseInt(path) * 7) % 30);
  expect(slowest).toEqual([29, 28, 27, 26, 25, 24, 23, 22, 21, 20]);
});
