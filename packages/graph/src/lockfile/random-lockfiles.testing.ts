import fc from 'fast-check';
import type { LockGraph } from './lock-graph';
import { readBunLock } from './read-bun-lock';
import { readPackageLock } from './read-package-lock';
import { readPnpmLock } from './read-pnpm-lock';
import { readYarnLock } from './read-yarn-lock';

/** Versions by the names of packages. */
export type Versions = Readonly<Record<string, string>>;

/** The packages to install, before a package manager writes a lockfile. */
export interface Installation {
  /** The dependencies of each version of each package, by `name@version`. */
  readonly packages: Readonly<Record<string, Versions>>;
  /** The dependencies in the manifests, by folder; the root is `.`. */
  readonly importers: Readonly<Record<string, Versions>>;
  /** Packages with changed content, as `name@version`. */
  readonly edited?: string;
}

const names = ['a', '@s/b', 'c', 'd', '@s/e', 'f'];
const versions = ['1.0.0', '2.0.0'];
export const folders = ['.', 'packages/p', 'packages/q'];
export const allPackages = names.flatMap((name) => versions.map((version) => `${name}@${version}`));

const choose = (some: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom('', ...some), { maxLength: 3 }).chain((chosen) =>
    fc
      .tuple(...chosen.filter((name) => name !== '').map(() => fc.constantFrom(...versions)))
      .map((found): Versions => {
        const own = chosen.filter((name) => name !== '');
        return Object.fromEntries(own.map((name, at) => [name, found[at]!]));
      }),
  );

/** A package depends only on later ones, because package managers nest cyclic dependencies differently. */
export const installations: fc.Arbitrary<Installation> = fc.record({
  packages: fc.record(
    Object.fromEntries(
      allPackages.map((one) => [one, choose(names.slice(names.indexOf(splitName(one)[0]) + 1))]),
    ),
  ),
  importers: fc.record(Object.fromEntries(folders.map((folder) => [folder, choose(names)]))),
});

export function splitName(one: string): [name: string, version: string] {
  const at = one.lastIndexOf('@');
  return [one.slice(0, at), one.slice(at + 1)];
}

/** The given packages with all packages that they need. */
export function reachable({ packages }: Installation, asked: Versions): ReadonlySet<string> {
  const found = new Set(idsOf(asked));
  for (const one of found) for (const needed of idsOf(packages[one]!)) found.add(needed);
  return found;
}

function idsOf(asked: Versions): string[] {
  return Object.entries(asked).map(([name, version]) => `${name}@${version}`);
}

function installed(installation: Installation): string[] {
  const all = Object.values(installation.importers).flatMap((asked) => [...reachable(installation, asked)]);
  return [...new Set(all)].sort();
}

function contentOf({ edited }: Installation, one: string): string {
  return `sha512-${one === edited ? 'edited' : Buffer.from(one).toString('base64')}`;
}

/** Writes lockfiles as the package managers do. */
export const writers: Readonly<Record<string, (installation: Installation) => string>> = {
  npm: (installation) => JSON.stringify({ lockfileVersion: 3, packages: writeNpm(installation) }),
  pnpm: writePnpm,
  yarn: writeYarn,
  'yarn 1': writeYarn1,
  bun: writeBun,
};

export const readers: Readonly<
  Record<string, (text: string, installation: Installation) => LockGraph | undefined>
> = {
  npm: readPackageLock,
  pnpm: readPnpmLock,
  yarn: (text) => readYarnLock(text),
  'yarn 1': (text, { importers }) =>
    readYarnLock(
      text,
      new Map(Object.entries(importers).map(([folder, asked]) => [folder, new Map(Object.entries(asked))])),
    ),
  bun: readBunLock,
};

/** Locations of packages as npm chooses them: each as high as other versions allow. */
export function place(installation: Installation): ReadonlyMap<string, string> {
  const placed = new Map<string, string>();
  const at = (parts: readonly string[], name: string) => [...parts, name].join('|');
  const install = (parts: readonly string[], asked: Versions): void => {
    const own: [parts: readonly string[], needed: Versions][] = [];
    for (const [name, version] of Object.entries(asked)) {
      const upward = parts.map((_, depth) => parts.slice(0, parts.length - depth));
      const nearest = [...upward, []].find((one) => placed.has(at(one, name)));
      if (nearest && placed.get(at(nearest, name)) === version) continue;
      const target = nearest ? parts : [];
      placed.set(at(target, name), version);
      own.push([[...target, name], installation.packages[`${name}@${version}`]!]);
    }
    // Dependencies are installed afterwards, because packages at this level find each other.
    for (const [inside, needed] of own) install(inside, needed);
  };
  for (const folder of folders)
    install(folder === '.' ? [] : [`:${folder}`], installation.importers[folder]!);
  return placed;
}

function writeNpm(installation: Installation): Record<string, unknown> {
  const projects = folders.map((folder) => [
    folder === '.' ? '' : folder,
    { version: '0.0.0', dependencies: installation.importers[folder] },
  ]);
  const packages = [...place(installation)].map(([key, version]) => {
    const parts = key.split('|');
    const path = parts
      .map((part) => (part.startsWith(':') ? part.slice(1) : `node_modules/${part}`))
      .join('/');
    const one = `${parts.at(-1)}@${version}`;
    return [
      path,
      { version, integrity: contentOf(installation, one), dependencies: installation.packages[one] },
    ];
  });
  return Object.fromEntries([...projects, ...packages]) as Record<string, unknown>;
}

function writeBun(installation: Installation): string {
  const nameOf = (folder: string) => `@w/${folder.slice('packages/'.length)}`;
  const workspaces = folders.map((folder) => [
    folder === '.' ? '' : folder,
    { name: folder === '.' ? 'root' : nameOf(folder), dependencies: installation.importers[folder] },
  ]);
  const packages = [...place(installation)].map(([key, version]) => {
    const parts = key.split('|').map((part) => (part.startsWith(':') ? nameOf(part.slice(1)) : part));
    const one = `${parts.at(-1)}@${version}`;
    const info = { dependencies: installation.packages[one] };
    return [parts.join('/'), [one, '', info, contentOf(installation, one)]];
  });
  const projects = folders
    .slice(1)
    .map((folder) => [nameOf(folder), [`${nameOf(folder)}@workspace:${folder}`]]);
  return JSON.stringify({
    lockfileVersion: 1,
    workspaces: Object.fromEntries(workspaces) as unknown,
    packages: Object.fromEntries([...packages, ...projects]) as unknown,
  });
}

function writePnpm(installation: Installation): string {
  const all = installed(installation);
  const importers = folders.map((folder) => {
    const asked = Object.entries(installation.importers[folder]!);
    const dependencies = asked.map(([name, version]) => [name, { specifier: `^${version}`, version }]);
    return [folder, { dependencies: Object.fromEntries(dependencies) as unknown }];
  });
  const packages = all.map((one) => [one, { resolution: { integrity: contentOf(installation, one) } }]);
  const snapshots = all.map((one) => [one, { dependencies: installation.packages[one] }]);
  return JSON.stringify({
    lockfileVersion: '9.0',
    importers: Object.fromEntries(importers) as unknown,
    packages: Object.fromEntries(packages) as unknown,
    snapshots: Object.fromEntries(snapshots) as unknown,
  });
}

function writeYarn(installation: Installation): string {
  const lines = ['__metadata:', '  version: 8'];
  const add = (key: string, resolution: string, asked: Versions, more: readonly string[]) => {
    lines.push('', `"${key}":`, ...more, `  resolution: "${resolution}"`);
    if (Object.keys(asked).length > 0) lines.push('  dependencies:');
    for (const [name, version] of Object.entries(asked)) lines.push(`    "${name}": "npm:${version}"`);
  };
  for (const folder of folders) {
    const key = `${folder === '.' ? 'root' : folder.replace('packages/', '@w/')}@workspace:${folder}`;
    add(key, key, installation.importers[folder]!, ['  version: 0.0.0-use.local']);
  }
  for (const one of installed(installation)) {
    const [name, version] = splitName(one);
    const content = `  checksum: 10c0/${contentOf(installation, one)}`;
    add(`${name}@npm:${version}`, `${name}@npm:${version}`, installation.packages[one]!, [
      `  version: ${version}`,
      content,
    ]);
  }
  return `${lines.join('\n')}\n`;
}

function writeYarn1(installation: Installation): string {
  const lines = ['# yarn lockfile v1'];
  for (const one of installed(installation)) {
    const [, version] = splitName(one);
    lines.push('', `"${one}":`, `  version "${version}"`, `  integrity ${contentOf(installation, one)}`);
    const asked = Object.entries(installation.packages[one]!);
    if (asked.length > 0) lines.push('  dependencies:');
    for (const [name, needed] of asked) lines.push(`    "${name}" "${needed}"`);
  }
  return `${lines.join('\n')}\n`;
}
