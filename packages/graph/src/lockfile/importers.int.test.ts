import type { Workspace } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import { createModuleGraph, type WorkspaceModuleGraph } from '../module-graph/create-module-graph';
import { openFiles, writeWorkspace } from '../workspace.testing';

const manifests = {
  'package.json': { name: 'root' },
  'libs/a/package.json': { name: 'a', dependencies: { x: '^1', shared: '*' } },
  'libs/b/package.json': { name: 'b', dependencies: { x: '^2', only: '*' } },
  'libs/c/package.json': { name: 'c', dependencies: { b: 'workspace:*' } },
  'libs/a/src/a.ts': '',
  'libs/b/src/b.ts': '',
};

const pnpm = `lockfileVersion: '9.0'
settings: { autoInstallPeers: true }
importers:
  .: {}
  libs/a:
    dependencies:
      x: { specifier: ^1, version: 1.0.0 }
      shared: { specifier: '*', version: 1.0.0 }
  libs/b:
    dependencies:
      x: { specifier: ^2, version: 2.0.0 }
      only: { specifier: '*', version: 1.0.0 }
  libs/c:
    dependencies:
      b: { specifier: 'workspace:*', version: link:../b }
packages:
  x@1.0.0: { resolution: { integrity: X1 } }
  x@2.0.0: { resolution: { integrity: X2 } }
  only@1.0.0: { resolution: { integrity: O1 } }
  shared@1.0.0: { resolution: { integrity: S1 } }
  deep@1.0.0: { resolution: { integrity: D1 } }
snapshots:
  x@1.0.0: { dependencies: { deep: 1.0.0 } }
  x@2.0.0: {}
  only@1.0.0: {}
  shared@1.0.0: {}
  deep@1.0.0: {}
`;

const bun = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "root" },
    "libs/a": { "name": "a", "dependencies": { "x": "^1", "shared": "*" } },
    "libs/b": { "name": "b", "dependencies": { "x": "^2", "only": "*" } },
    "libs/c": { "name": "c", "dependencies": { "b": "workspace:*" } },
  },
  "packages": {
    "b": ["b@workspace:libs/b"],
    "x": ["x@1.0.0", "", { "dependencies": { "deep": "*" } }, "sha512-X1"],
    "b/x": ["x@2.0.0", "", {}, "sha512-X2"],
    "only": ["only@1.0.0", "", {}, "sha512-O1"],
    "shared": ["shared@1.0.0", "", {}, "sha512-S1"],
    "deep": ["deep@1.0.0", "", {}, "sha512-D1"],
  },
}`;

const yarn = `# yarn lockfile v1

deep@*:
  version "1.0.0"
  integrity sha512-D1

only@*:
  version "1.0.0"
  integrity sha512-O1

shared@*:
  version "1.0.0"
  integrity sha512-S1

x@^1:
  version "1.0.0"
  integrity sha512-X1
  dependencies:
    deep "*"

x@^2:
  version "2.0.0"
  integrity sha512-X2
`;

const lockfiles = { 'pnpm-lock.yaml': pnpm, 'bun.lock': bun, 'yarn.lock': yarn };

function open(files: Readonly<Record<string, unknown>>, project: string): WorkspaceModuleGraph {
  const root = writeWorkspace({ ...manifests, ...files });
  const workspace: Workspace = {
    root,
    projects: ['a', 'b', 'c'].map((name) => ({ name, root: `libs/${name}`, dependencies: [] })),
  };
  return createModuleGraph({ files: openFiles(root), workspace, project });
}

describe.each(Object.entries(lockfiles))('with %s', (file, text) => {
  const requests = ['x', 'x@1.0.0', 'x@2.0.0', 'x@*', 'only@1.0.0', 'shared', 'deep@1.0.0', '*'];
  /** The requests whose fingerprints are different for the tests of a project. */
  const changedFor = (project: string, changed: string) => {
    const [before, after] = [text, changed].map((one) => open({ [file]: one }, project));
    return requests.filter(
      (one) => before!.packageFingerprint(one).hash !== after!.packageFingerprint(one).hash,
    );
  };

  test('a package counts in the version that the project gets, with everything that it needs', () => {
    expect(changedFor('a', text.replace('X1', 'X9'))).toEqual(['x', 'x@1.0.0', 'x@2.0.0', 'x@*', '*']);
    expect(changedFor('a', text.replace('D1', 'D9'))).toEqual([
      ...['x', 'x@1.0.0', 'x@2.0.0', 'x@*', 'deep@1.0.0'],
      '*',
    ]);
  });

  test('a version that another project gets counts only if it was loaded', () => {
    const whole = file === 'pnpm-lock.yaml' ? [] : ['*'];
    expect(changedFor('a', text.replace('X2', 'X9'))).toEqual(['x@2.0.0', 'x@*', ...whole]);
    expect(changedFor('a', text.replace('O1', 'O9'))).toEqual(['only@1.0.0', ...whole]);
  });

  test('code of a project that the tests do not depend on gets any copy', () => {
    const graph = open({ [file]: text }, 'a');
    expect(graph.resolve('libs/a/src/a.ts', 'x').packages).toEqual(['x']);
    // The tests of project `a` do not depend on project `b`.
    expect(graph.resolve('libs/b/src/b.ts', 'x').packages).toEqual(['x@*']);
  });
});

test('the settings of pnpm, the requests of other projects and the order do not count', () => {
  const changed = pnpm
    .replace('autoInstallPeers: true', 'autoInstallPeers: false')
    .replace('link:../b }', 'link:../b }\n      only: { specifier: "*", version: 1.0.0 }')
    .replace(/( {2}x@1.*\n)( {2}x@2.*\n)/, '$2$1');
  const [before, after] = [pnpm, changed].map((one) => open({ 'pnpm-lock.yaml': one }, 'a'));
  for (const request of ['x', 'x@*', 'only@1.0.0', '*'])
    expect(before!.packageFingerprint(request)).toEqual(after!.packageFingerprint(request));
});

test('the packages of a linked project count for the project that links to it', () => {
  const hash = (text: string) => open({ 'pnpm-lock.yaml': text }, 'c').packageFingerprint('x').hash;
  expect(hash(pnpm.replace('X2', 'X9'))).not.toBe(hash(pnpm));
  expect(hash(pnpm.replace('X1', 'X9'))).toBe(hash(pnpm));
});

test('everything that pnpm installs counts if its settings hoist packages', () => {
  const hash = (text: string, npmrc: string) =>
    open({ 'pnpm-lock.yaml': text, '.npmrc': npmrc }, 'a').packageFingerprint('*').hash;
  const changed = pnpm.replace('O1', 'O9');
  expect(hash(changed, '')).toBe(hash(pnpm, ''));
  expect(hash(changed, 'shamefully-hoist=true\n')).not.toBe(hash(pnpm, 'shamefully-hoist=true\n'));
});

test('the folder of a package shows which version was loaded, if the version is locked', () => {
  const at = 'node_modules/.pnpm/x@1.0.0/node_modules/x';
  const version = (value: string) =>
    open({ 'pnpm-lock.yaml': pnpm, [`${at}/package.json`]: { version: value } }, 'a').packageAt(at);
  expect(version('1.0.0')).toBe('x@1.0.0');
  expect(version('1.5.0')).toBe('x@*');
  expect(open({ 'pnpm-lock.yaml': pnpm }, 'a').packageAt('node_modules/none')).toBe('none');
});
