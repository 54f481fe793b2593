import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkspaceFiles } from '../files/workspace-files';
import { fromWorkspacePath, joinWorkspacePath } from '../files/workspace-paths';
import { parseJsonObject } from '../files/parse-json';
import { readText } from '../files/read-disk';
import { packageNamesIn } from './package-names';
import type { LockedPackage, LockGraph } from './lock-graph';

/** A package of which another version is installed than the lockfile says. */
export interface OutdatedPackage {
  readonly name: string;
  readonly installed: string;
  readonly locked: string;
}

/** Files that package managers write at the end of an installation. */
const installationStates = [
  '.package-lock.json',
  '.modules.yaml',
  '.pnpm/lock.yaml',
  '.yarn-state.yml',
  '.yarn-integrity',
];

/**
 * Changes when something is installed: the file that a package manager writes, and the manifests of the packages in
 * the folder.
 *
 * @param root of the lockfile, relative to the workspace
 */
export function installationState(files: WorkspaceFiles, root: string): string {
  const folder = joinWorkspacePath(root, 'node_modules');
  const hashes = installationStates.flatMap((name) => files.contentHash(`${folder}/${name}`) ?? []);
  const absolute = fromWorkspacePath(files.root, folder);
  const manifests = packageNamesIn(absolute).map(
    (name) => `${name} ${describeFile(join(absolute, name, 'package.json'))}`,
  );
  return [...hashes, ...manifests].join('\n');
}

function describeFile(path: string): string {
  try {
    const { size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    return `${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return 'nothing';
  }
}

/**
 * Packages that are installed in other versions than those that the lockfile names, as the manifests of what is
 * installed say: a lockfile may have been pulled and not been installed yet. What is not installed is left out.
 *
 * @param folders absolute, with a `node_modules` to look into
 */
export function findOutdated(folders: readonly string[], graph: LockGraph): OutdatedPackage[] {
  return [...graph].flatMap(([name, { copies }]) => {
    for (const [location, locked] of locationsOf(folders, name, copies)) {
      const installed = versionAt(location);
      if (installed === undefined || locked.size === 0 || locked.has(installed)) continue;
      return [{ name, installed, locked: [...locked].join(' or ') }];
    }
    return [];
  });
}

/** Where a package may be installed, each with the versions that are right there. */
function locationsOf(
  folders: readonly string[],
  name: string,
  copies: LockedPackage['copies'],
): [location: string, versions: ReadonlySet<string>][] {
  const [root = ''] = folders;
  const versionsOf = (some: LockedPackage['copies']) =>
    new Set(some.flatMap(({ version }) => (version === undefined ? [] : [plainVersion(version)])));
  const atPaths = copies.flatMap((copy): [string, ReadonlySet<string>][] =>
    copy.path === undefined ? [] : [[join(root, copy.path), versionsOf([copy])]],
  );
  const anywhere = copies.filter(({ path }) => path === undefined);
  if (anywhere.length === 0 || anywhere.some(({ version }) => version === undefined)) return atPaths;
  const versions = versionsOf(anywhere);
  const others = [...folders, join(root, 'node_modules/.pnpm')].map(
    (folder): [string, ReadonlySet<string>] => [join(folder, 'node_modules', name), versions],
  );
  return [...atPaths, ...others];
}

/** The version that an installed package says it has. @param location absolute path of its folder */
export function versionAt(location: string): string | undefined {
  const manifest = readText(join(location, 'package.json'));
  const version = manifest === undefined ? undefined : parseJsonObject(manifest)?.['version'];
  return typeof version === 'string' ? plainVersion(version) : undefined;
}

/** Package managers write a version without what does not distinguish it. */
function plainVersion(version: string): string {
  return version
    .trim()
    .replace(/^[=v]+/, '')
    .replace(/\+.*$/, '');
}
