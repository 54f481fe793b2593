import { createRequire } from 'node:module';
import { type FileCache, noRunnerSyntax } from '@nx-testmon/core';
import { expect, test } from 'vitest';
import { createModelReader, createModuleGraph, openWorkspaceFiles, readModuleModel } from '.';
import { emptyCache, writeWorkspace } from './workspace.testing';

const loaded = () =>
  Object.keys(createRequire(__filename).cache).filter((path) => path.includes('/ts-morph/'));

test('the compiler is loaded only when a module is not in the cache', () => {
  const root = writeWorkspace({
    'package.json': { name: 'w' },
    'package-lock.json': { lockfileVersion: 3, packages: {} },
    'tsconfig.json': {},
    'src/a.ts': "import { b } from './b';\nexport const a = b + 1;\n",
    'src/b.json': {},
    'src/c.css': "@import './d.css';",
  });
  const workspace = { root, projects: [{ name: 'w', root: '.', dependencies: [] }] };
  const ask = (cache: FileCache) => {
    const files = openWorkspaceFiles({
      root,
      cache,
      reader: createModelReader(noRunnerSyntax),
      clock: () => Date.now() + 60_000,
    });
    const graph = createModuleGraph({ files, workspace });
    const models = ['src/a.ts', 'src/b.json', 'src/c.css'].map((path) => graph.model(path));
    graph.resolve('src/a.ts', './b');
    graph.compileContext('src/a.ts');
    graph.packageFingerprint('x');
    graph.entryPoints('w');
    return { files, models };
  };

  // The models that an earlier run has cached.
  const known = (contentHash: string) =>
    JSON.stringify({ ...readModuleModel('', 'src/a.css', noRunnerSyntax), contentHash });
  ask({
    file: () => undefined,
    model: (key) => (key.includes('.ts:') ? known(key.slice(key.lastIndexOf(':') + 1)) : undefined),
  });
  expect(loaded()).toEqual([]);

  const first = ask(emptyCache);
  expect(loaded()).not.toEqual([]);
  expect(first.models[0]).toMatchObject({ kind: 'module', imports: [{ specifier: './b', kind: 'value' }] });
  const second = ask({
    file: (path) => first.files.newFiles.get(path),
    model: (key) => first.files.newModels.get(key),
  });
  expect(second.models).toEqual(first.models);
  expect([second.files.newFiles.size, second.files.newModels.size]).toEqual([0, 0]);
});
