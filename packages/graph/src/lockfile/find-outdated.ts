import { statSync } from 'node:fs';
import { join } from 'node:path';
import { joinWorkspacePath, rethrowUnlessPathError } from '@nx-testmon/core';
import type { WorkspaceFiles } from '../files/workspace-files';
import { fromWorkspacePath } from '../files/workspace-paths';
import { plainVersion, versionAt } from './installed-version';
import { idsByName, type LockedCopy, type LockGraph } from './lock-graph';
import { packageNamesIn } from './package-names';

/** A package whose installed version differs from the lockfile. */
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
 * Changes when something is installed. It covers the state file of the package manager, and the manifests of the
 * packages in the folder.
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
  } catch (error) {
    rethrowUnlessPathError(error);
    return 'nothing';
  }
}

/**
 * Finds packages whose installed version, according to their manifests, is not in the lockfile: a lockfile may have
 * been pulled and not been installed yet. Packages that are not installed are left out.
 *
 * @param root absolute path of the lockfile's folder
 * @param folders with a `node_modules` to search, relative to the root
 */
export function findOutdated(root: string, folders: readonly string[], graph: LockGraph): OutdatedPackage[] {
  return [...idsByName(graph.copies)].flatMap(([name, ids]) => {
    const copies = ids.map((id) => graph.copies.get(id)!);
    for (const [location, locked] of locationsOf({ root, folders, graph }, name, copies)) {
      const installed = versionAt(location);
      if (installed === undefined || locked.size === 0 || locked.has(installed)) continue;
      return [{ name, installed, locked: [...locked].join(' or ') }];
    }
    return [];
  });
}

interface Installation {
  readonly root: string;
  readonly folders: readonly string[];
  readonly graph: LockGraph;
}

/** The possible locations of a package, each with its correct versions. */
function locationsOf(
  { root, folders, graph }: Installation,
  name: string,
  copies: readonly LockedCopy[],
): [location: string, versions: ReadonlySet<string>][] {
  const atPaths = copies.filter(({ path }) => path !== undefined);
  const versionsOf = (some: readonly LockedCopy[]) =>
    new Set(some.flatMap(({ version }) => (version === undefined ? [] : [plainVersion(version)])));
  if (atPaths.length > 0) return atPaths.map((copy) => [join(root, copy.path!), versionsOf([copy])]);
  if (copies.some(({ version }) => version === undefined)) return [];
  const versions = versionsOf(copies);
  return [...folders, 'node_modules/.pnpm'].map((folder) => {
    const provided = graph.importers.get(folder)?.provides.find((one) => one.name === name)?.copies ?? [];
    const own = versionsOf(provided.flatMap((id) => graph.copies.get(id) ?? []));
    return [join(root, folder, 'node_modules', name), own.size > 0 ? own : versions];
  });
}
