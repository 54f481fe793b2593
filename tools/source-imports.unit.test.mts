import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { findImportCircle, readSourceImports } from './source-imports.mts';

const packages = join(dirname(import.meta.dirname), 'packages');

test.each(readdirSync(packages))('no files of %s import each other in a circle', (name) => {
  const imports = readSourceImports(join(packages, name, 'src'));
  expect([...imports.values()].flat().length).toBeGreaterThan(5);
  expect(findImportCircle(imports)).toBeUndefined();
});

/** Folders by stage. A file may import files of its own stage and of earlier stages. */
const stagesOf = {
  'core/src': [
    ['text', 'options'],
    ['problem'],
    ['model'],
    ['records', 'fallback'],
    ['graph'],
    ['dependencies'],
    ['selection'],
  ],
  // Folders that are not listed are entry points.
  'engine/src': [['git', 'store'], ['task'], ['queries', 'seed']],
  'engine/src/task': [
    ['options'],
    ['read-task'],
    ['select-tests'],
    ['take-shard'],
    ['audit'],
    ['run-tests'],
    ['collect'],
    ['verify'],
    ['record'],
    ['report'],
  ],
} as const;

test.each(Object.entries(stagesOf))(
  'files of %s import no later stage, neither directly nor through a file beside the folders',
  (folder, stages) => {
    const imports = readSourceImports(join(packages, folder));
    const stageOf = (path: string) =>
      stages.findIndex((folders) => folders.some((name) => path.startsWith(`${name}/`)));
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
  },
);

test.each(['core/src', 'engine/src/task'] as const)('every folder of %s has a stage', (folder) => {
  const folders = readdirSync(join(packages, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(stagesOf[folder].flat().sort()).toEqual(folders.sort());
});

test('each folder of core is described in docs/architecture.md', () => {
  const architecture = readFileSync(join(packages, '../docs/architecture.md'), 'utf8');
  const description = /^`core` is divided by subject: .*$/m.exec(architecture)?.[0];
  for (const folder of stagesOf['core/src'].flat()) expect(description).toContain(`\`${folder}\` (`);
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
