import { addProjectConfiguration, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest';
import ciGenerator from '../ci/ci';
import configurationGenerator from '../configuration/configuration';
import initGenerator from '../init/init';
import removeGenerator from './remove';

let tree: Tree;
let printed: MockInstance;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
  printed = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterEach(() => printed.mockRestore());

/** The output of a generator. */
function output(done: () => void): string {
  printed.mockClear();
  done();
  return printed.mock.calls.map(([chunk]) => String(chunk)).join('');
}

function contents(...paths: readonly string[]) {
  return Object.fromEntries(paths.map((path) => [path, tree.read(path, 'utf-8')]));
}

test('the changes of the other generators are undone, and the formatting is kept', () => {
  tree.write('nx.json', '{\n\t// ours\n\t"plugins": [\n\t\t"a"\n\t],\n\t"defaultBase": "main"\n}\n');
  tree.write('.gitignore', 'dist\r\n');
  addProjectConfiguration(tree, 'app', { root: 'app', targets: {} });
  tree.write('app/project.json', '{\n    "name": "app", // first\n    "root": "app"\n}\n');
  tree.write('app/vitest.config.ts', 'export default {};');
  tree.write('lib/package.json', '{\n  "name": "lib",\n  "version": "1.0.0"\n}\n');
  tree.write('package.json', '{ "name": "w", "workspaces": ["lib"] }\n');
  tree.write('lib/jest.config.ts', 'export default {};');
  const files = ['nx.json', '.gitignore', 'app/project.json', 'lib/package.json'];
  const before = contents(...files);
  const all = tree.listChanges().map(({ path }) => path);

  void initGenerator(tree);
  configurationGenerator(tree, { project: 'app' });
  configurationGenerator(tree, { project: 'lib' });
  ciGenerator(tree, { ci: 'github' });
  const after = contents(...files);
  for (const file of files) expect(after[file]).not.toBe(before[file]);

  const text = output(removeGenerator(tree));
  expect(contents(...files)).toEqual(before);
  expect(tree.listChanges().map(({ path }) => path)).toEqual(all);
  expect(text).toMatch(/app\/project\.json: testmon, test-affected removed from targets/);
  expect(text).toMatch(/nx\.json: removed the plugin nx-testmon\./);
  expect(text).toMatch(/\.github\/workflows\/testmon\.yml was deleted/);
  expect(text).toMatch(/Left to do:.*The package: npm \w+ nx-testmon/s);
});

test('a plugin with options, defaults of the executor and targets with any name are removed, others are kept', () => {
  tree.write(
    'nx.json',
    JSON.stringify({
      plugins: [{ plugin: 'nx-testmon', options: { targetName: 'tia' } }, '@nx/eslint/plugin'],
      targetDefaults: { 'nx-testmon:testmon': { cache: true }, build: { cache: true } },
    }),
  );
  addProjectConfiguration(tree, 'app', {
    root: 'app',
    targets: { unit: { executor: 'nx-testmon:testmon' }, build: { executor: '@nx/js:tsc' } },
  });
  removeGenerator(tree);
  expect(JSON.parse(tree.read('nx.json', 'utf-8') ?? '')).toEqual({
    plugins: ['@nx/eslint/plugin'],
    targetDefaults: { build: { cache: true } },
  });
  expect(JSON.parse(tree.read('app/project.json', 'utf-8') ?? '')).toMatchObject({
    targets: { build: { executor: '@nx/js:tsc' } },
  });
  expect(tree.read('app/project.json', 'utf-8')).not.toContain('testmon');
});

test('the input of sync is removed, unless another target uses it', () => {
  const inputs = ['{workspaceRoot}/b/data.json'];
  tree.write(
    'nx.json',
    '{\n  "sync": {\n    "globalGenerators": [\n      "nx-testmon:sync"\n    ]\n  }\n}\n',
  );
  addProjectConfiguration(tree, 'app', { root: 'app', namedInputs: { testmon: inputs, own: [] } });
  const namedInputs = { testmon: inputs };
  const targets = { lint: { inputs: ['default', 'testmon'] } };
  addProjectConfiguration(tree, 'lib', { root: 'lib', namedInputs, targets });
  tree.write(
    'pkg/package.json',
    '{\n  "name": "pkg",\n  "nx": {\n    "namedInputs": {\n      "testmon": []\n    }\n  }\n}\n',
  );
  tree.write('package.json', '{ "name": "w", "workspaces": ["pkg"] }\n');
  const text = output(removeGenerator(tree));
  expect(text).toContain('app/project.json: removed testmon from namedInputs.');
  expect(text).toContain('pkg/package.json: removed testmon from nx.namedInputs.');
  expect(text).toContain('nx.json: removed nx-testmon:sync from sync.globalGenerators.');
  expect(tree.read('nx.json', 'utf-8')).not.toContain('sync');
  expect(JSON.parse(tree.read('app/project.json', 'utf-8') ?? '')).toMatchObject({
    namedInputs: { own: [] },
  });
  expect(tree.read('app/project.json', 'utf-8')).not.toContain('testmon');
  expect(tree.read('pkg/package.json', 'utf-8')).toBe('{\n  "name": "pkg"\n}\n');
  expect(JSON.parse(tree.read('lib/project.json', 'utf-8') ?? '')).toMatchObject({ namedInputs, targets });
});

test('remaining references to nx-testmon are listed', () => {
  tree.write('package.json', '{ "name": "w", "scripts": { "check": "testmon run", "a": "b" } }');
  tree.write('.github/workflows/ci.yml', 'run: npx nx run-many -t testmon\n');
  tree.write('.github/workflows/other.yml', 'run: npm test\n');
  const text = output(removeGenerator(tree));
  expect(text).toContain('Nothing to do: no file of this workspace was changed.');
  expect(text).toContain('The script check of package.json: testmon run');
  expect(text).toContain('.github/workflows/ci.yml mentions testmon.');
  expect(text).not.toContain('other.yml');
  expect(tree.exists('.github/workflows/ci.yml')).toBe(true);
});
