import { addProjectConfiguration, readJson, type Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import type { UnlistedDependencies } from '@nx-testmon/engine';
import { beforeEach, expect, test } from 'vitest';
import { registerGenerator, unregisterGenerator } from './registered-generator';
import { writeUnlisted } from './write-unlisted';

let tree: Tree;
beforeEach(() => {
  tree = createTreeWithEmptyWorkspace();
});

const inputs = ['{workspaceRoot}/b/data.json', '{workspaceRoot}/c/*'];

function unlisted(more: Partial<UnlistedDependencies> = {}): UnlistedDependencies {
  const testFiles = ['app/a.test.ts'];
  return {
    project: 'app',
    inputs: inputs.map((input) => ({ input, testFiles })),
    projects: [{ name: 'd', testFiles }],
    cyclicProjects: [],
    variables: [],
    ...more,
  };
}

const write = (more?: Partial<UnlistedDependencies>) =>
  writeUnlisted(tree, { root: 'app', targets: ['testmon', 'test-affected'] }, unlisted(more));

test('files become a named input and projects become dependencies, once, and the rest of the file is kept', () => {
  const text =
    '{\n\t"name": "app", // ours\n\t"namedInputs": {\n\t\t"x": []\n\t},\n\t"implicitDependencies": ["z"]\n}\n';
  tree.write('app/project.json', text);
  const { changes, notes } = write();
  const file = 'app/project.json';
  expect(changes).toEqual([
    { file, list: 'namedInputs.testmon', values: inputs },
    { file, list: 'implicitDependencies', values: ['d'] },
  ]);
  expect(notes).toEqual([]);
  const written = tree.read('app/project.json', 'utf-8') ?? '';
  expect(readJson(tree, 'app/project.json')).toEqual({
    name: 'app',
    namedInputs: { x: [], testmon: inputs },
    implicitDependencies: ['z', 'd'],
  });
  expect(written).toContain('"app", // ours\n\t"namedInputs": {\n\t\t"x": []');
  expect(written).not.toMatch(/\n {2}/);

  expect(write().changes).toEqual([]);
  expect(tree.read('app/project.json', 'utf-8')).toBe(written);
});

test('without a project.json, the part of Nx in package.json is extended', () => {
  tree.write('app/package.json', '{\r\n    "name": "app"\r\n}\r\n');
  const file = 'app/package.json';
  expect(write().changes).toEqual([
    { file, list: 'nx.namedInputs.testmon', values: inputs },
    { file, list: 'nx.implicitDependencies', values: ['d'] },
  ]);
  const text = tree.read('app/package.json', 'utf-8') ?? '';
  expect(JSON.parse(text)).toEqual({
    name: 'app',
    nx: { namedInputs: { testmon: inputs }, implicitDependencies: ['d'] },
  });
  expect(text.replaceAll('\r\n', '')).not.toContain('\n');
});

test('what people add to the named input, or remove from it, is kept', () => {
  addProjectConfiguration(tree, 'app', {
    root: 'app',
    namedInputs: { testmon: ['{workspaceRoot}/mine', inputs[0]!] },
  });
  write();
  expect(readJson<{ namedInputs: object }>(tree, 'app/project.json').namedInputs).toEqual({
    testmon: ['{workspaceRoot}/mine', ...inputs],
  });
});

test('targets with their own inputs get the named input, unless these include what the plugin infers', () => {
  const own = { executor: 'nx-testmon:testmon', inputs: ['default'] };
  addProjectConfiguration(tree, 'app', {
    root: 'app',
    targets: { testmon: own, 'test-affected': { inputs: ['...'] }, build: { inputs: ['default'] } },
  });
  tree.write('app/package.json', JSON.stringify({ name: 'app', nx: { targets: { testmon: own } } }));
  const { changes } = write({ projects: [] });
  expect(changes).toEqual([
    { file: 'app/project.json', list: 'namedInputs.testmon', values: inputs },
    { file: 'app/project.json', list: 'targets.testmon.inputs', values: ['testmon'] },
    { file: 'app/package.json', list: 'nx.targets.testmon.inputs', values: ['testmon'] },
  ]);
  expect(readJson<{ targets: object }>(tree, 'app/project.json').targets).toMatchObject({
    testmon: { inputs: ['default', 'testmon'] },
    'test-affected': { inputs: ['...'] },
    build: { inputs: ['default'] },
  });
});

test("what can't be written is noted", () => {
  expect(write()).toEqual({
    changes: [],
    notes: ['app has no project.json and no package.json that could be changed.'],
  });
  addProjectConfiguration(tree, 'app', { root: 'app' });
  expect(write({ cyclicProjects: ['e'] }).notes).toEqual([
    "e depends on app and can't become a dependency of it: its files are inputs.",
  ]);
  expect(write().notes).toEqual([expect.stringMatching(/^app: .*`targetDefaults` in nx\.json/)]);
});

test('nothing is written if Nx knows everything', () => {
  addProjectConfiguration(tree, 'app', { root: 'app' });
  const before = tree.read('app/project.json', 'utf-8');
  expect(write({ inputs: [], projects: [] })).toEqual({ changes: [], notes: [] });
  expect(tree.read('app/project.json', 'utf-8')).toBe(before);
});

test('the generator is registered once, and removed from the list again', () => {
  const text = '{\n  "sync": {\n    "applyChanges": true\n  }\n}\n';
  for (const before of [text, '{\n  "defaultBase": "main"\n}\n']) {
    tree.write('nx.json', before);
    expect(registerGenerator(tree)).toBe(true);
    expect(readJson(tree, 'nx.json')).toMatchObject({ sync: { globalGenerators: ['nx-testmon:sync'] } });
    expect(registerGenerator(tree)).toBe(false);
    expect(unregisterGenerator(tree)).toBe(true);
    expect(tree.read('nx.json', 'utf-8')).toBe(before);
    expect(unregisterGenerator(tree)).toBe(false);
  }
});
