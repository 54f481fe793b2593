import { posix } from 'node:path';
import { digest, type LockfileName, lockfileNames } from '@nx-testmon/core';
import picomatch from 'picomatch';
import type { WorkspaceFiles } from '../files/workspace-files';
import { fromWorkspacePath, joinWorkspacePath } from '../files/workspace-paths';
import { findOutdated, installationState, type OutdatedPackage } from './find-outdated';
import { digestLockGraph, type LockGraph, withEntries } from './lock-graph';
import type { PatchFiles } from './patch-files';
import { readPackageLock } from './read-package-lock';
import { readPnpmLock } from './read-pnpm-lock';
import { readYarnLock } from './read-yarn-lock';
import { findUnlockedCopies, namesInProjects } from './unlocked-copies';

/** @returns `undefined` where the text can't be read */
type LockReader = (text: string) => LockGraph | undefined;

const readers: Readonly<Record<LockfileName, LockReader>> = {
  'npm-shrinkwrap.json': readPackageLock,
  'package-lock.json': readPackageLock,
  'pnpm-lock.yaml': readPnpmLock,
  'yarn.lock': readYarnLock,
  'bun.lock': () => undefined,
  'bun.lockb': () => undefined,
};

export interface Lockfile {
  readonly name: LockfileName;
  /** Of the whole content. */
  readonly contentHash: string;
  /** By package; `undefined` where it can't be read: then every package depends on all of it. */
  readonly digests: ReadonlyMap<string, string> | undefined;
  /** Names of packages that are not installed as it says, or that need such a package. */
  readonly outdated: ReadonlySet<string>;
}

export interface LockfilesInput {
  readonly files: WorkspaceFiles;
  readonly projectRoots: readonly string[];
  /** Receives a line for each lockfile that can't be read. */
  readonly notes: string[];
  /** Globs of packages that don't count, nor within those that need them. */
  readonly ignoredPackages: readonly string[];
  readonly patches: PatchFiles;
}

/** Opens the lockfiles at the workspace root, and those of projects that are installed on their own. */
export function openLockfiles(input: LockfilesInput): Lockfile[] {
  const { files, projectRoots } = input;
  return [...new Set(['.', ...projectRoots])].flatMap((root) => {
    const names = lockfileNames.filter((name) => {
      const path = joinWorkspacePath(root, name);
      return root === '.' ? files.kindOf(path) === 'file' : files.isListed(path);
    });
    // Nothing tells which of several was installed from.
    const isOnly = names.length === 1;
    return names.map((name) => openLockfile(input, root, name, isOnly));
  });
}

/** Goes up when the digests of the same lockfile would be others. */
const lockfileVersion = 4;

/** What is kept of a lockfile. */
interface LockfileContent {
  readonly digests: readonly (readonly [name: string, digest: string])[];
  readonly outdated: readonly string[];
  /** Those that are not installed as the lockfile says, each with a line for people. */
  readonly reasons: readonly string[];
}

function openLockfile(
  { files, projectRoots, notes, ignoredPackages, patches }: LockfilesInput,
  root: string,
  name: LockfileName,
  isOnly: boolean,
): Lockfile {
  const path = joinWorkspacePath(root, name);
  const text = files.text(path) ?? '';
  const contentHash = digest(text);
  // Parsing 20,000 lines of YAML takes longer than everything else in a run with nothing to do.
  const without =
    ignoredPackages.length === 0 ? '' : ` without ${JSON.stringify([...ignoredPackages].sort())}`;
  const projects = root === '.' && isOnly ? projectsWithoutLockfile(files, projectRoots) : [];
  const installed = isOnly
    ? `${installationState(files, root)}\n${namesInProjects(files.root, projects)}`
    : '';
  const state = digest(`${installed}\n${patches.state()}`);
  const key = `lockfile ${lockfileVersion}:${posix.basename(path)}:${contentHash}:${state}${without}`;
  const folders = [root, ...projects].map((at) => fromWorkspacePath(files.root, at));
  const compute = (): LockfileContent | undefined => {
    const read = readers[name](text);
    if (!read) return undefined;
    const counted = withoutPackages(read, ignoredPackages);
    const unlocked = findUnlockedCopies(files.root, projects, counted);
    const graph = withEntries(counted, (one) => [...patches.describe(one), ...(unlocked.get(one) ?? [])]);
    return describeContent(graph, isOnly ? findOutdated(folders, graph) : []);
  };
  const content = files.derive(key, compute, isContent);
  if (!content) notes.push(`${path} can't be read: every package depends on all of it`);
  for (const reason of content?.reasons ?? []) {
    const note = `${reason}: run ${installCommands[name]}. Test files that use it are selected, and their results are not stored`;
    if (!files.notes.includes(note)) files.notes.push(note);
  }
  return {
    name,
    contentHash,
    digests: content && new Map(content.digests),
    outdated: new Set(content?.outdated),
  };
}

/** Those that the lockfile at the workspace root is for. */
function projectsWithoutLockfile(files: WorkspaceFiles, projectRoots: readonly string[]): string[] {
  return projectRoots.filter(
    (root) => root !== '.' && !lockfileNames.some((name) => files.isListed(joinWorkspacePath(root, name))),
  );
}

const installCommands: Readonly<Record<LockfileName, string>> = {
  'npm-shrinkwrap.json': 'npm install',
  'package-lock.json': 'npm install',
  'pnpm-lock.yaml': 'pnpm install',
  'yarn.lock': 'yarn install',
  'bun.lock': 'bun install',
  'bun.lockb': 'bun install',
};

/** A package that is outdated counts by what is installed, and so does all that needs it. */
function describeContent(graph: LockGraph, outdated: readonly OutdatedPackage[]): LockfileContent {
  const digests = digestLockGraph(graph);
  if (outdated.length === 0) return { digests: [...digests], outdated: [], reasons: [] };
  const installed = new Map(outdated.map((one) => [one.name, `installed ${one.installed}`]));
  const actual = digestLockGraph(withEntries(graph, (name) => [installed.get(name) ?? []].flat()));
  return {
    digests: [...actual],
    outdated: [...actual].flatMap(([name, hash]) => (digests.get(name) === hash ? [] : [name])),
    reasons: outdated.map(
      ({ name, installed: version, locked }) =>
        `${name} ${version} is installed, and the lockfile says ${locked}`,
    ),
  };
}

function isContent(value: unknown): value is LockfileContent {
  const isText = (part: unknown) => typeof part === 'string';
  const areTexts = (one: unknown) => Array.isArray(one) && one.every(isText);
  const { digests, outdated, reasons } = (value ?? {}) as Record<string, unknown>;
  const isDigest = (one: unknown) => areTexts(one) && (one as unknown[]).length === 2;
  return Array.isArray(digests) && digests.every(isDigest) && areTexts(outdated) && areTexts(reasons);
}

/** What needs one of them then needs a package that is not locked, which counts by its name. */
function withoutPackages(graph: LockGraph, ignoredPackages: readonly string[]): LockGraph {
  if (ignoredPackages.length === 0) return graph;
  const isIgnored = packageMatcher(ignoredPackages);
  return new Map([...graph].filter(([name]) => !isIgnored(name)));
}

export function packageMatcher(globs: readonly string[]): (name: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}
