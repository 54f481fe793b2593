import { describe, expect, test } from 'vitest';
import { digestLockGraph } from './digest-lock-graph';
import { idsByName, type LockGraph } from './lock-graph';
import { readBunLock } from './read-bun-lock';
import { readPackageLock } from './read-package-lock';
import { readPnpmLock } from './read-pnpm-lock';
import { readYarnLock } from './read-yarn-lock';

/** The digests of the copies of each package. */
function digestsByName(graph: LockGraph): ReadonlyMap<string, string> {
  const digests = digestLockGraph(graph);
  return new Map(
    [...idsByName(graph.copies)].map(([name, ids]) => [
      name,
      ids
        .map((id) => digests.get(id))
        .sort()
        .join(),
    ]),
  );
}

/** The names of the packages whose digests differ between two lockfiles. */
function differing(read: (text: string) => LockGraph | undefined, before: string, after: string): string[] {
  const [a, b] = [before, after].map((text) => digestsByName(read(text)!));
  return [...new Set([...a!.keys(), ...b!.keys()])].filter((name) => a!.get(name) !== b!.get(name)).sort();
}

describe('package-lock.json', () => {
  const version3 = JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { top: '^1' } },
      'packages/a': { version: '1.0.0' },
      'node_modules/a': { resolved: 'packages/a', link: true },
      'node_modules/top': { version: '1.0.0', integrity: 'T1', dependencies: { '@s/low': '^1' } },
      'node_modules/@s/low': { version: '1.0.0', integrity: 'L1' },
      'node_modules/other': { version: '1.0.0', integrity: 'O1', peerDependencies: { loose: '*' } },
      'node_modules/other/node_modules/loose': { version: '2.0.0', integrity: 'N2' },
      'node_modules/loose': { version: '1.0.0', integrity: 'N1' },
    },
  });

  test('a changed package changes the packages that need it, and no others', () => {
    expect(differing(readPackageLock, version3, version3.replace('L1', 'L2'))).toEqual(['@s/low', 'top']);
    expect(differing(readPackageLock, version3, version3.replace('T1', 'T2'))).toEqual(['top']);
    expect(differing(readPackageLock, version3, version3.replace('N2', 'N3'))).toEqual(['loose', 'other']);
  });

  test('swapping two versions is a change', () => {
    const swapped = version3.replace(
      '"version":"2.0.0","integrity":"N2"',
      '"version":"1.0.0","integrity":"N1"',
    );
    expect(differing(readPackageLock, version3, swapped)).toEqual(['loose', 'other']);
  });

  test('fields that do not affect what is installed are no change', () => {
    expect(
      differing(
        readPackageLock,
        version3,
        version3.replace('"integrity":"T1"', '"integrity":"T1","dev":true'),
      ),
    ).toEqual([]);
  });

  test('version 1 nests its packages', () => {
    const version1 = JSON.stringify({
      lockfileVersion: 1,
      dependencies: {
        top: {
          version: '1.0.0',
          integrity: 'T1',
          requires: { low: '^2' },
          dependencies: { low: { version: '2.0.0', integrity: 'L2' } },
        },
        low: { version: '1.0.0', integrity: 'L1' },
      },
    });
    expect(differing(readPackageLock, version1, version1.replace('L2', 'L9'))).toEqual(['low', 'top']);
    expect(differing(readPackageLock, version1, version1.replace('T1', 'T9'))).toEqual(['top']);
  });

  test('the folder of a project may have a name that ends with node_modules', () => {
    const folder = 'libs/my_node_modules/x';
    const graph = readPackageLock(
      JSON.stringify({
        lockfileVersion: 3,
        packages: {
          '': {},
          [folder]: { name: 'x', dependencies: { low: '^1', high: '^1' } },
          [`${folder}/node_modules/low`]: { version: '1.0.0' },
          'node_modules/high': { version: '1.0.0' },
          'node_modules/x': { resolved: folder, link: true },
        },
      }),
    );
    expect([...(graph?.copies.values() ?? [])].map(({ name }) => name)).toEqual(['low', 'high', 'x']);
    const own = `${folder}/node_modules/low`;
    expect(graph?.importers.get(folder)).toEqual({
      provides: [{ name: 'low', copies: [own] }],
      wanted: [own, 'node_modules/high'],
      links: [],
    });
  });

  test('an invalid lockfile is rejected', () => {
    expect(readPackageLock('<<<<<<< ours')).toBeUndefined();
    expect(readPackageLock('{}')).toBeUndefined();
    expect(readPackageLock('{"lockfileVersion":3,"packages":{"":{}}}')?.copies.size).toBe(0);
    expect(readPackageLock('{"lockfileVersion":3,"packages":{"node_modules/x":7}}')).toBeUndefined();
    expect(readPackageLock('{"lockfileVersion":1,"dependencies":{"x":7}}')).toBeUndefined();
  });
});

describe('pnpm-lock.yaml', () => {
  const version9 = `lockfileVersion: '9.0'
patchedDependencies:
  low@1.0.0: {hash: P1, path: patches/low.patch}
importers:
  .:
    dependencies:
      top: {specifier: ^1.0.0, version: 1.0.0(peer@3.0.0)}
      nick: {specifier: 'npm:@s/real@^4', version: '@s/real@4.0.0'}
  packages/a:
    dependencies:
      own: {specifier: 'workspace:*', version: link:../own}
packages:
  top@1.0.0: {resolution: {integrity: T1}, peerDependencies: {peer: '*'}}
  low@1.0.0: {resolution: {integrity: L1}}
  '@s/real@4.0.0': {resolution: {integrity: R1}}
  peer@3.0.0: {resolution: {integrity: E1}}
  lone@1.0.0: {resolution: {integrity: X1}}
snapshots:
  top@1.0.0(peer@3.0.0):
    dependencies: {low: 1.0.0(patch_hash=P1), peer: 3.0.0}
  low@1.0.0(patch_hash=P1): {}
  '@s/real@4.0.0': {}
  peer@3.0.0: {}
  lone@1.0.0: {}
`;
  const version6 = `lockfileVersion: '6.0'
dependencies:
  top: {specifier: ^1.0.0, version: 1.0.0(peer@3.0.0)}
packages:
  /top@1.0.0(peer@3.0.0): {resolution: {integrity: T1}, dependencies: {'@s/low': 1.0.0, peer: 3.0.0}}
  /@s/low@1.0.0: {resolution: {integrity: L1}}
  /peer@3.0.0: {resolution: {integrity: E1}}
`;
  const version5 = `lockfileVersion: 5.4
specifiers: {top: ^1.0.0}
dependencies: {top: 1.0.0_peer@3.0.0}
packages:
  /top/1.0.0_peer@3.0.0: {resolution: {integrity: T1}, dependencies: {'@s/low': 1.0.0}}
  /@s/low/1.0.0: {resolution: {integrity: L1}}
`;

  test('a changed package changes the packages that need it, and no others', () => {
    expect(differing(readPnpmLock, version9, version9.replace('L1', 'L2'))).toEqual(['low', 'top']);
    expect(differing(readPnpmLock, version9, version9.replace('X1', 'X2'))).toEqual(['lone']);
    expect(differing(readPnpmLock, version9, version9.replace('R1', 'R2'))).toEqual(['@s/real']);
    expect(differing(readPnpmLock, version6, version6.replace('L1', 'L2'))).toEqual(['@s/low', 'top']);
    expect(differing(readPnpmLock, version5, version5.replace('L1', 'L2'))).toEqual(['@s/low', 'top']);
  });

  test('a changed patch changes the patched package', () => {
    expect(differing(readPnpmLock, version9, version9.replaceAll('P1', 'P2'))).toEqual(['low', 'top']);
    expect(differing(readPnpmLock, version9, version9.replace('hash: P1', 'hash: P2'))).toEqual([
      'low',
      'top',
    ]);
  });

  test('each project has the packages that it requests by name, and links to packages of the workspace', () => {
    const importers = readPnpmLock(version9)!.importers;
    expect(importers.get('.')).toEqual({
      provides: [
        { name: 'top', copies: ['top@1.0.0(peer@3.0.0)'] },
        { name: 'nick', copies: ['@s/real@4.0.0'] },
      ],
      wanted: ['top@1.0.0(peer@3.0.0)', '@s/real@4.0.0'],
      links: [],
    });
    expect(importers.get('packages/a')).toMatchObject({ wanted: [], links: ['packages/own'] });
  });

  test('another version of the format, other settings and another order are no change', () => {
    const converted = version6
      .replace("'6.0'", "'9.0'\nsettings: {autoInstallPeers: false}")
      .replace('dependencies:\n  top', 'importers:\n  .:\n   dependencies:\n    top')
      .replace(/, dependencies: \{.*?\}/, '')
      .replaceAll('  /@s/low', "  '@s/low")
      .replaceAll('  /', '  ')
      .replace('@s/low@1.0.0:', "@s/low@1.0.0':")
      .concat(
        "snapshots:\n  peer@3.0.0: {}\n  '@s/low@1.0.0': {}\n",
        "  top@1.0.0(peer@3.0.0): {dependencies: {peer: 3.0.0, '@s/low': 1.0.0}}\n",
      )
      .replace('top@1.0.0(peer@3.0.0): {resolution', 'top@1.0.0: {resolution');
    expect(differing(readPnpmLock, version6, converted)).toEqual([]);
    expect(differing(readPnpmLock, version6, converted.replace('L1', 'L2'))).toEqual(['@s/low', 'top']);
  });

  test('an invalid lockfile is rejected', () => {
    expect(readPnpmLock('a: [')).toBeUndefined();
    expect(readPnpmLock('- a')).toBeUndefined();
    expect(readPnpmLock('a: 1')).toBeUndefined();
    expect(readPnpmLock("lockfileVersion: '9.0'\npackages: null\n")?.copies.size).toBe(0);
  });
});

describe('yarn.lock', () => {
  const classic = `# yarn lockfile v1


"@s/low@^1.0.0", "@s/low@^1.1.0":
  version "1.1.0"
  resolved "https://registry.example/low.tgz#abc"
  integrity sha512-L1

top@^1.0.0:
  version "1.0.0"
  integrity sha512-T1
  dependencies:
    "@s/low" "^1.0.0"
`;
  const berry = `__metadata:
  version: 8
  cacheKey: 10

"@s/low@npm:^1.0.0, @s/low@npm:^1.1.0":
  version: 1.1.0
  resolution: "@s/low@npm:1.1.0"
  checksum: L1
  languageName: node
  linkType: hard

"patched@patch:patched@npm%3A1.0.0#~/.yarn/patches/patched.patch":
  version: 1.0.0
  resolution: "patched@patch:patched@npm%3A1.0.0#~/.yarn/patches/patched.patch::version=1.0.0&hash=H1"
  checksum: P1
  languageName: node
  linkType: hard

"top@npm:^1.0.0":
  version: 1.0.0
  resolution: "top@npm:1.0.0"
  dependencies:
    "@s/low": "npm:^1.0.0"
  checksum: T1
  languageName: node
  linkType: hard

"a@workspace:packages/a":
  version: 0.0.0-use.local
  resolution: "a@workspace:packages/a"
  dependencies:
    patched: "npm:1.0.0"
  languageName: unknown
  linkType: soft
`;

  test('a changed package changes the packages that need it, and no others', () => {
    expect(differing(readYarnLock, classic, classic.replace('L1', 'L2'))).toEqual(['@s/low', 'top']);
    expect(differing(readYarnLock, classic, classic.replace('T1', 'T2'))).toEqual(['top']);
    expect(differing(readYarnLock, berry, berry.replace('L1', 'L2'))).toEqual(['@s/low', 'top']);
    expect(differing(readYarnLock, berry, berry.replace('H1', 'H2'))).toEqual(['patched']);
  });

  test('an importer has the copies that its ranges lead to', () => {
    const { importers, copies } = readYarnLock(berry)!;
    const [patched] = importers.get('packages/a')!.wanted;
    expect(copies.get(patched!)).toMatchObject({ name: 'patched', version: '1.0.0' });
    const manifests = new Map([['.', new Map([['top', '^1.0.0']])]]);
    const [top] = readYarnLock(classic, manifests)!.importers.get('.')!.wanted;
    expect(readYarnLock(classic)!.copies.get(top!)).toMatchObject({ name: 'top', version: '1.0.0' });
  });

  test('the cache, the registry and the order of descriptors are no change', () => {
    const moved = berry
      .replaceAll('checksum: ', 'checksum: 10c0/')
      .replace('cacheKey: 10', 'cacheKey: 11')
      .replace('npm:^1.0.0, @s/low@npm:^1.1.0', 'npm:^1.1.0, @s/low@npm:^1.0.0');
    expect(differing(readYarnLock, berry, moved)).toEqual([]);
    expect(differing(readYarnLock, classic, classic.replace('registry.example', 'mirror.example'))).toEqual(
      [],
    );
  });

  test('an invalid lockfile is rejected', () => {
    expect(readYarnLock('<<<<<<< ours\n{')).toBeUndefined();
    expect(readYarnLock(classic.replace('# yarn lockfile v1', ''))).toBeUndefined();
    expect(readYarnLock('# yarn lockfile v1\n\n')?.copies.size).toBe(0);
  });
});

describe('bun.lock', () => {
  const lock = `{
  "lockfileVersion": 1,
  "workspaces": {
    "": { "name": "root", "dependencies": { "top": "^1" } },
    "packages/a": { "name": "@w/a", "dependencies": { "@s/low": "^2", "@w/b": "workspace:*" } },
    "packages/b": { "name": "@w/b" },
  },
  "patchedDependencies": { "lone@1.0.0": "patches/lone.patch" },
  "packages": {
    "@s/low": ["@s/low@1.0.0", "", {}, "sha512-L1"],
    "@w/a": ["@w/a@workspace:packages/a"],
    "@w/b": ["@w/b@workspace:packages/b"],
    "@w/a/@s/low": ["@s/low@2.0.0", "", {}, "sha512-L2"],
    "lone": ["lone@1.0.0", "", {}, "sha512-X1"],
    "top": ["top@1.0.0", "", { "dependencies": { "@s/low": "^1" }, "peerDependencies": { "peer": "*" } }, "sha512-T1"],
    "top/peer": ["peer@3.0.0", "", {}, "sha512-E1"],
  }
}`;

  test('a changed package changes the packages that need it, and no others', () => {
    expect(differing(readBunLock, lock, lock.replace('sha512-L1', 'sha512-L9'))).toEqual(['@s/low', 'top']);
    expect(differing(readBunLock, lock, lock.replace('sha512-L2', 'sha512-L9'))).toEqual(['@s/low']);
    expect(differing(readBunLock, lock, lock.replace('sha512-E1', 'sha512-E9'))).toEqual(['peer', 'top']);
    expect(differing(readBunLock, lock, lock.replace('lone.patch', 'other.patch'))).toEqual(['lone']);
  });

  test('each project has the packages that are installed for it, and links to packages of the workspace', () => {
    const { importers } = readBunLock(lock)!;
    expect(importers.get('packages/a')).toMatchObject({
      provides: [{ name: '@s/low', copies: ['@w/a/@s/low'] }],
      wanted: ['@w/a/@s/low', '@w/b'],
      links: ['packages/b'],
    });
    expect(importers.get('.')?.wanted).toEqual(['top']);
  });

  test('an invalid lockfile is rejected', () => {
    expect(readBunLock('<<<<<<< ours')).toBeUndefined();
    expect(readBunLock('{"workspaces":{}}')).toBeUndefined();
    expect(readBunLock('{"workspaces":{},"packages":{"x":7}}')).toBeUndefined();
    expect(readBunLock('{"workspaces":{},"packages":{}}')?.copies.size).toBe(0);
  });
});
