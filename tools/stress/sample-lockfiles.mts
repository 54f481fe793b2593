/** A small valid lockfile of each package manager. */
export const lockfiles = {
  npm: JSON.stringify({
    lockfileVersion: 3,
    packages: {
      '': { dependencies: { a: '^1.0.0' } },
      'node_modules/a': { version: '1.0.0', integrity: 'sha512-a', dependencies: { b: '^2.0.0' } },
      'node_modules/b': {
        version: '2.1.0',
        integrity: 'sha512-b',
        peerDependencies: { c: '*' },
        optional: true,
      },
      'packages/own': { name: '@own/own', dependencies: { a: '*' } },
      'node_modules/@own/own': { resolved: 'packages/own', link: true },
    },
  }),
  pnpm: `lockfileVersion: '9.0'
importers:
  .:
    dependencies:
      a: { specifier: ^1.0.0, version: 1.0.0 }
packages:
  a@1.0.0: { resolution: { integrity: sha512-a } }
  b@2.1.0: { resolution: { integrity: sha512-b } }
snapshots:
  a@1.0.0: { dependencies: { b: 2.1.0 } }
  b@2.1.0: {}
`,
  yarn: `# yarn lockfile v1

a@^1.0.0:
  version "1.0.0"
  resolved "https://registry/a.tgz#1"
  dependencies:
    b "^2.0.0"

b@^2.0.0:
  version "2.1.0"
`,
};
