import { posix } from 'node:path';
import {
  digest,
  isInside,
  isObject,
  joinWorkspacePath,
  type LockfileName,
  lockfileNames,
  packageCommands,
  type Problem,
} from '@nx-testmon/core';
import { addProblem } from '../files/add-problem';
import { createGlobMatcher } from '../files/glob-matcher';
import { parseJsonObject } from '../files/parse-json';
import type { WorkspaceFiles } from '../files/workspace-files';
import { fromWorkspacePath } from '../files/workspace-paths';
import type { Manifests } from '../resolution/package-manifests';
import { findOutdated, installationState } from './find-outdated';
import { type LockGraph, withEntries, withoutPackages } from './lock-graph';
import { LockedPackages } from './locked-packages';
import { digestLockfile, isDigestedLockfile, type DigestedLockfile } from './digested-lockfile';
import type { PatchFiles } from './patch-files';
import { readBunLock } from './read-bun-lock';
import { readPackageLock } from './read-package-lock';
import { readPnpmLock } from './read-pnpm-lock';
import { type Ranges, readYarnLock } from './read-yarn-lock';
import { findUnlockedCopies, namesInProjects } from './unlocked-copies';

type RangesByFolder = ReadonlyMap<string, Ranges>;

/** @returns `undefined` if the text can't be read */
type LockReader = (text: string, manifests: RangesByFolder) => LockGraph | undefined;

const readers: Readonly<Record<LockfileName, LockReader>> = {
  'npm-shrinkwrap.json': readPackageLock,
  'package-lock.json': readPackageLock,
  'pnpm-lock.yaml': readPnpmLock,
  'yarn.lock': readYarnLock,
  'bun.lock': readBunLock,
  'bun.lockb': () => undefined,
};

export interface Lockfile {
  readonly name: LockfileName;
  /** Folder of the lockfile. */
  readonly root: string;
  /** Digest of the whole content. */
  readonly contentHash: string;
  /** `undefined` if the lockfile can't be read. Then every package depends on its whole content. */
  readonly packages: LockedPackages | undefined;
}

export interface LockfilesInput {
  readonly files: WorkspaceFiles;
  readonly manifests: Manifests;
  readonly projectRoots: readonly string[];
  /** Roots of the projects for which packages count. */
  readonly usedRoots: readonly string[];
  /** Receives a problem for each lockfile that can't be read. */
  readonly problems: Problem[];
  /** Globs of packages that don't count, nor within those that need them. */
  readonly ignoredPackages: readonly string[];
  readonly patches: PatchFiles;
}

/** Opens the lockfiles at the workspace root, and the lockfiles of projects that are installed separately. */
export function openLockfiles(input: LockfilesInput): Lockfile[] {
  const { files, projectRoots } = input;
  return [...new Set(['.', ...projectRoots])].flatMap((root) => {
    const names = lockfileNames.filter((name) => {
      const path = joinWorkspacePath(root, name);
      return root === '.' ? files.kindOf(path) === 'file' : files.isListed(path);
    });
    // It is unknown which of several lockfiles was installed.
    const isOnly = names.length === 1;
    return names.map((name) => openLockfile(input, root, name, isOnly));
  });
}

/** Increased when the content of the same lockfile changes. */
const lockfileVersion = 7;

function openLockfile(input: LockfilesInput, root: string, name: LockfileName, isOnly: boolean): Lockfile {
  const { files, projectRoots, usedRoots, problems, ignoredPackages, patches } = input;
  const path = joinWorkspacePath(root, name);
  const text = files.text(path) ?? '';
  const contentHash = digest(text);
  const manifests = name === 'yarn.lock' ? rangesBelow(input, root) : new Map<string, Ranges>();
  // Parsing 20,000 lines of YAML takes longer than everything else in a run with nothing to do.
  const without =
    ignoredPackages.length === 0 ? '' : ` without ${JSON.stringify([...ignoredPackages].sort())}`;
  const requestedRanges = JSON.stringify([...manifests].map(([folder, ranges]) => [folder, ...ranges]));
  const projects = root === '.' && isOnly ? projectsWithoutLockfile(files, projectRoots) : [];
  const installed = isOnly
    ? `${installationState(files, root)}\n${namesInProjects(files.root, projects)}`
    : '';
  const state = digest(`${installed}\n${patches.state()}\n${requestedRanges}`);
  const key = `lockfile ${lockfileVersion}:${posix.basename(path)}:${contentHash}:${state}${without}`;
  const folders = [...new Set(['.', ...projects])];
  const compute = (): DigestedLockfile | undefined => {
    const read = readers[name](text, manifests);
    if (!read) return undefined;
    const isIgnored = createGlobMatcher(ignoredPackages);
    const counted = ignoredPackages.length === 0 ? read : withoutPackages(read, isIgnored);
    const unlocked = findUnlockedCopies(files.root, projects, counted);
    const graph = withEntries(counted, (one) => [...patches.describe(one), ...(unlocked.get(one) ?? [])]);
    return digestLockfile(
      graph,
      isOnly ? findOutdated(fromWorkspacePath(files.root, root), folders, graph) : [],
    );
  };
  const content = files.derive(key, compute, isDigestedLockfile);
  if (!content) addProblem(problems, { kind: 'lockfile-unreadable', path });
  for (const outdated of content?.outdated ?? [])
    addProblem(files.problems, {
      ...outdated,
      kind: 'package-not-as-locked',
      command: packageCommands[name].install,
    });
  const used = usedRoots.filter((one) => isInside(root, one)).map((one) => relativeTo(root, one));
  const packages = content && new LockedPackages(content, used, content.isolates && !mayHoist(files, root));
  return { name, root, contentHash, packages };
}

/** The projects to which the lockfile at the workspace root applies. */
function projectsWithoutLockfile(files: WorkspaceFiles, projectRoots: readonly string[]): string[] {
  return projectRoots.filter(
    (root) => root !== '.' && !lockfileNames.some((name) => files.isListed(joinWorkspacePath(root, name))),
  );
}

/** The path of a folder relative to a folder that contains it. */
export function relativeTo(root: string, folder: string): string {
  return posix.relative(root, folder) || '.';
}

/** Whether a setting of pnpm may install packages where code finds them without declaring them. */
function mayHoist(files: WorkspaceFiles, root: string): boolean {
  const texts = ['.npmrc', 'pnpm-workspace.yaml'].map((name) => files.text(joinWorkspacePath(root, name)));
  const manifest = parseJsonObject(files.text(joinWorkspacePath(root, 'package.json')) ?? '');
  const settings = [...texts, JSON.stringify(manifest?.['pnpm'] ?? null)];
  return settings.some((text) => text !== undefined && /hoist|node-?linker/i.test(text));
}

/** The version ranges in the manifests of a folder and of the projects in it, by folder relative to it. */
function rangesBelow({ manifests, projectRoots }: LockfilesInput, root: string): RangesByFolder {
  const folders = [...new Set([root, ...projectRoots])].filter((folder) => isInside(root, folder)).sort();
  const found = folders.map((folder): [string, Ranges] => {
    const fields = manifests.inFolder(folder)?.fields ?? {};
    const ranges = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((field) => {
      const value = fields[field];
      if (!isObject(value)) return [];
      return Object.entries(value).map(([name, range]): [string, string] => [name, String(range)]);
    });
    return [relativeTo(root, folder), new Map(ranges)];
  });
  return new Map(found);
}
