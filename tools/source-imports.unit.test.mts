import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findImportCircle, readSourceImports } from './source-imports.mts';

const packages = join(dirname(import.meta.dirname), 'packages');

test.each(['core', 'graph', 'store', 'runner', 'vitest', 'jest', 'node-test', 'engine', 'nx', 'cli'])(
  'no files of %s import each other in a circle',
  (name) => {
    const imports = readSourceImports(join(packages, name, 'src'));
    expect([...imports.values()].flat().length).toBeGreaterThan(5);
    expect(findImportCircle(imports)).toBeUndefined();
  },
);

/** Each folder may import those before it. */
const foldersOfCore = ['model', 'records', 'graph', 'dependencies', 'selection'];

test('a folder of core imports no later stage of the pipeline', () => {
  const imports = readSourceImports(join(packages, 'core/src'));
  const rankOf = (file: string) => foldersOfCore.indexOf(file.slice(0, file.indexOf('/')));
  const upward = [...imports].flatMap(([file, targets]) =>
    rankOf(file) < 0
      ? []
      : targets.filter((target) => rankOf(target) > rankOf(file)).map((target) => `${file} -> ${target}`),
  );
  expect(upward).toEqual([]);
  expect([...imports.keys()].filter((file) => rankOf(file) >= 0).length).toBeGreaterThan(50);
});

test('a circle is found with the files that form it', () => {
  const imports = new Map([
    ['a.ts', ['b.ts', 'c.ts']],
    ['b.ts', []],
    ['c.ts', ['d.ts']],
    ['d.ts', ['c.ts']],
  ]);
  expect(findImportCircle(imports)).toEqual(['c.ts', 'd.ts', 'c.ts']);
  expect(findImportCircle(new Map([['a.ts', ['b.ts']]]))).toBeUndefined();
});
