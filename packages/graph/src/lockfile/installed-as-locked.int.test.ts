import { everyPackage, type FileCache } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import { createModuleGraph } from '../module-graph/create-module-graph';
import { openFiles, openGraph, writeFiles, writeWorkspace } from '../workspace.testing';

const npmLock = (low: string, nested = '2.0.0') => ({
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/top': { version: '1.0.0', integrity: 'T', dependencies: { low: '*' } },
    'node_modules/low': { version: low, integrity: low },
    'node_modules/other': { version: '1.0.0+build', integrity: 'O' },
    'node_modules/other/node_modules/nested': { version: nested, integrity: nested },
    'node_modules/absent': { version: '1.0.0', optional: true },
  },
});
const pnpmLock = (low: string) => `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      top: { specifier: '*', version: 1.0.0 }
packages:
  top@1.0.0: { resolution: { integrity: T } }
  low@${low}: { resolution: { integrity: L${low} } }
snapshots:
  top@1.0.0: { dependencies: { low: ${low} } }
  low@${low}: {}
`;
const yarnLock = (low: string) => `# yarn lockfile v1

low@*:
  version "${low}"
  resolved "https://registry/low-${low}.tgz"

top@*:
  version "1.0.0"
  dependencies:
    low "*"
`;
const installed = {
  'node_modules/top/package.json': { version: '1.0.0' },
  'node_modules/low/package.json': { version: '1.0.0' },
  'node_modules/other/package.json': { version: 'v1.0.0' },
  'node_modules/other/node_modules/nested/package.json': { version: '2.0.0' },
};
const hoisted = {
  'node_modules/top/package.json': { version: '1.0.0' },
  'node_modules/.pnpm/node_modules/low/package.json': { version: '1.0.0' },
};

const names = ['top', 'low', 'other', 'absent'];
const outdatedIn = (files: Readonly<Record<string, unknown>>) => {
  const graph = openGraph(writeWorkspace(files));
  return names.filter((name) => !graph.isInstalledAsLocked(name));
};

describe('packages that are not installed in the locked version', () => {
  test.each<[string, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>]>([
    [
      'package-lock.json',
      { ...installed, 'package-lock.json': npmLock('1.0.0') },
      { ...installed, 'package-lock.json': npmLock('1.1.0') },
    ],
    [
      'pnpm-lock.yaml',
      { ...hoisted, 'pnpm-lock.yaml': pnpmLock('1.0.0') },
      { ...hoisted, 'pnpm-lock.yaml': pnpmLock('1.1.0') },
    ],
    [
      'yarn.lock',
      { ...installed, 'yarn.lock': yarnLock('1.0.0') },
      { ...installed, 'yarn.lock': yarnLock('1.1.0') },
    ],
  ])('are found by their manifests, with all packages that need them: %s', (_, before, ahead) => {
    expect(outdatedIn(before)).toEqual([]);
    expect(outdatedIn(ahead)).toEqual(['top', 'low']);
  });

  test('are also found in the folder of another package', () => {
    expect(outdatedIn({ ...installed, 'package-lock.json': npmLock('1.0.0', '2.1.0') })).toEqual([]);
    const graph = openGraph(writeWorkspace({ ...installed, 'package-lock.json': npmLock('1.0.0', '2.1.0') }));
    expect(graph.isInstalledAsLocked('nested')).toBe(false);
  });

  test('have another fingerprint than when the locked version is installed', () => {
    const fingerprints = (files: Readonly<Record<string, unknown>>) => {
      const graph = openGraph(writeWorkspace(files));
      return names.map((name) => graph.packageFingerprint(name).hash);
    };
    const lock = { 'package-lock.json': npmLock('1.1.0') };
    const low = { 'node_modules/low/package.json': { version: '1.1.0' } };
    const [ahead, after] = [
      fingerprints({ ...installed, ...lock }),
      fingerprints({ ...installed, ...low, ...lock }),
    ];
    expect(names.filter((_, at) => ahead[at] !== after[at])).toEqual(['top', 'low']);
  });

  test('are not searched for if there are two lockfiles', () => {
    const both = { 'package-lock.json': npmLock('1.1.0'), 'yarn.lock': yarnLock('1.0.0') };
    expect(outdatedIn({ ...installed, ...both })).toEqual([]);
  });
});

describe('a package in the folder of a project', () => {
  const projects = { app: 'app', lib: 'lib' };
  const inApp = (name: string, version: string) => ({
    [`app/node_modules/${name}/package.json`]: { version },
  });
  const openIn = (files: Readonly<Record<string, unknown>>) => openGraph(writeWorkspace(files), projects);
  const changedBetween = (
    one: Readonly<Record<string, unknown>>,
    two: Readonly<Record<string, unknown>>,
    all = names,
  ) => {
    const [before, after] = [openIn(one), openIn(two)];
    return all.filter((name) => before.packageFingerprint(name).hash !== after.packageFingerprint(name).hash);
  };

  test('counts for all packages that need it, if the lockfile has no package there', () => {
    const locked = { ...installed, 'package-lock.json': npmLock('1.0.0') };
    expect(changedBetween(locked, { ...locked, ...inApp('low', '3.0.0') })).toEqual(['top', 'low']);
    expect(changedBetween(locked, { ...locked, ...inApp('low', '1.0.0') })).toEqual([]);
  });

  test('counts if no lockfile contains it', () => {
    const locked = { ...installed, 'package-lock.json': npmLock('1.0.0') };
    expect(changedBetween(locked, { ...locked, ...inApp('extra', '3.0.0') }, ['extra', 'low'])).toEqual([
      'extra',
    ]);
  });

  test('is outdated if pnpm gives the project another version, even if a second project has the version', () => {
    const lock = (app: string) => `lockfileVersion: '9.0'
importers:
  app:
    dependencies:
      low: { specifier: '*', version: ${app}(top@1.0.0) }
  lib:
    dependencies:
      low: { specifier: '*', version: 1.0.0 }
packages:
  low@1.0.0: { resolution: { integrity: L1 } }
  low@2.0.0: { resolution: { integrity: L2 } }
`;
    const inLib = { 'lib/node_modules/low/package.json': { version: '1.0.0' } };
    const isAsLocked = (app: string) =>
      openIn({ ...inLib, ...inApp('low', '1.0.0'), 'pnpm-lock.yaml': lock(app) }).isInstalledAsLocked('low');
    expect(isAsLocked('1.0.0')).toBe(true);
    expect(isAsLocked('2.0.0')).toBe(false);
  });

  test('counts only for the project if the project has its own lockfile', () => {
    const locked = {
      ...installed,
      'package-lock.json': npmLock('1.0.0'),
      'app/package-lock.json': { lockfileVersion: 3, packages: { 'node_modules/low': { version: '3.0.0' } } },
      ...inApp('low', '3.0.0'),
    };
    expect(openIn(locked).isInstalledAsLocked('low')).toBe(true);
  });
});

describe('a patch of a package', () => {
  const lock = npmLock('1.0.0');
  const fingerprints = (files: Readonly<Record<string, unknown>>) => {
    const graph = openGraph(writeWorkspace({ 'package-lock.json': lock, ...files }));
    return names.map((name) => graph.packageFingerprint(name).hash);
  };
  const changedBy = (path: string, more: Readonly<Record<string, unknown>> = {}) => {
    const [one, two] = ['1', '2'].map((text) => fingerprints({ ...more, [path]: text }));
    return names.filter((_, at) => one![at] !== two![at]);
  };

  test.each([
    'patches/low+1.0.0.patch',
    'tools/patches/top++low+1.0.0.patch',
    'patches/low@1.0.0.patch',
    'patches/low.patch',
    '.yarn/patches/low-npm-1.0.0-0a1b2c3d.patch',
    'my patches/low+1.0.0.patch',
  ])('counts for the package and all packages that need it, in any folder: %s', (path) => {
    expect(changedBy(path)).toEqual(['top', 'low']);
  });

  test('does not count for a package with a similar name', () => {
    expect(changedBy('patches/lower+1.0.0.patch')).toEqual([]);
  });

  test('may have any name if the settings of pnpm contain it', () => {
    const workspace = 'patchedDependencies:\n  low@1.0.0: fixes/a.txt\n';
    expect(changedBy('fixes/a.txt', { 'pnpm-workspace.yaml': workspace })).toEqual(['top', 'low']);
    const manifest = { pnpm: { patchedDependencies: { low: './fixes/b.txt' } } };
    expect(changedBy('fixes/b.txt', { 'package.json': manifest })).toEqual(['top', 'low']);
    const inSpacedFolder = 'patchedDependencies:\n  low@1.0.0: my fixes/a.txt\n';
    expect(changedBy('my fixes/a.txt', { 'pnpm-workspace.yaml': inSpacedFolder })).toEqual(['top', 'low']);
  });

  test.each([
    ['patches/low+1.0.0.patch', ''],
    ['my patches/low+1.0.0.patch', ''],
    ['fixes/a.txt', 'patchedDependencies:\n  low@1.0.0: fixes/a.txt\n'],
    ['my fixes/a.txt', 'patchedDependencies:\n  low@1.0.0: my fixes/a.txt\n'],
  ])('counts with a cache, and for all packages together: %s', (path, settings) => {
    const root = writeWorkspace({ 'package-lock.json': lock, 'pnpm-workspace.yaml': settings });
    const kept = new Map<string, string>();
    const cache: FileCache = { file: () => undefined, model: (key) => kept.get(key) };
    const fingerprintsWith = (text: string) => {
      writeFiles(root, { [path]: text });
      const files = openFiles(root, cache);
      const graph = createModuleGraph({ files, workspace: { root, projects: [] }, context: {} });
      const found = [...names, everyPackage].map((name) => graph.packageFingerprint(name).hash);
      for (const [key, model] of files.newModels) kept.set(key, model);
      return found;
    };
    const [one, two] = [fingerprintsWith('1'), fingerprintsWith('2')];
    expect([...names, everyPackage].filter((_, at) => one[at] !== two[at])).toEqual([
      'top',
      'low',
      everyPackage,
    ]);
    expect(fingerprintsWith('1')).toEqual(one);
  });
});
