import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findImportCircle, readSourceImports } from './source-imports.mts';

const packages = join(dirname(import.meta.dirname), 'packages');

test.each(readdirSync(packages))('no files of %s import each other in a circle', (name) => {
  const imports = readSourceImports(join(packages, name, 'src'));
  expect([...imports.values()].flat().length).toBeGreaterThan(5);
  expect(findImportCircle(imports)).toBeUndefined();
});

describe('core', () => {
  /** Folders by stage; each may import those of its own stage and of the stages before it. */
  const stages = [
    ['problem'],
    ['model'],
    ['records', 'fallback'],
    ['graph'],
    ['dependencies'],
    ['selection'],
  ] as const;
  const imports = readSourceImports(join(packages, 'core/src'));
  const stageOf = (path: string) =>
    stages.findIndex((folders) => folders.some((folder) => path.startsWith(`${folder}/`)));

  test('has no folder without a stage, and each is described in docs/architecture.md', () => {
    const folders = readdirSync(join(packages, 'core/src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(stages.flat().sort()).toEqual(folders.sort());
    const architecture = readFileSync(join(packages, '../docs/architecture.md'), 'utf8');
    const description = /^`core` is divided by subject: .*$/m.exec(architecture)?.[0];
    for (const folder of folders) expect(description).toContain(`\`${folder}\` (`);
  });

  test('imports no later stage from a folder, nor through a file beside the folders', () => {
    const reachedBy = (file: string): readonly string[] =>
      (imports.get(file) ?? []).flatMap((target) => (stageOf(target) < 0 ? reachedBy(target) : [target]));
    const files = [...imports.keys()].filter((file) => stageOf(file) >= 0);
    expect(files.length).toBeGreaterThan(50);
    const upward = files.flatMap((file) =>
      reachedBy(file)
        .filter((target) => stageOf(target) > stageOf(file))
        .map((target) => `${file} -> ${target}`),
    );
    expect(upward).toEqual([]);
  });
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
