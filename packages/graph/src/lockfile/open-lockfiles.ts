import { posix } from 'node:path';
import { digest, type LockfileName, lockfileNames } from '@nx-testmon/core';
import picomatch from 'picomatch';
import type { WorkspaceFiles } from '../files/workspace-files';
import { joinWorkspacePath } from '../files/workspace-paths';
import { digestLockGraph, type LockGraph } from './lock-graph';
import { readPackageLock } from './read-package-lock';
import { readPnpmLock } from './read-pnpm-lock';
import { readYarnLock } from './read-yarn-lock';

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
}

export interface LockfilesInput {
  readonly files: WorkspaceFiles;
  readonly projectRoots: readonly string[];
  /** Receives a line for each lockfile that can't be read. */
  readonly notes: string[];
  /** Globs of packages that don't count, nor within those that need them. */
  readonly ignoredPackages: readonly string[];
}

/** Opens the lockfiles at the workspace root, and those of projects that are installed on their own. */
export function openLockfiles(input: LockfilesInput): Lockfile[] {
  const { files, projectRoots } = input;
  return [...new Set(['.', ...projectRoots])].flatMap((root) =>
    lockfileNames.flatMap((name) => {
      const path = joinWorkspacePath(root, name);
      const exists = root === '.' ? files.kindOf(path) === 'file' : files.isListed(path);
      return exists ? [openLockfile(input, path, name)] : [];
    }),
  );
}

/** Goes up when the digests of the same lockfile would be others. */
const lockfileVersion = 2;

function openLockfile(
  { files, notes, ignoredPackages }: LockfilesInput,
  path: string,
  name: LockfileName,
): Lockfile {
  const text = files.text(path) ?? '';
  const contentHash = digest(text);
  // Parsing 20,000 lines of YAML takes longer than everything else in a run with nothing to do.
  const without =
    ignoredPackages.length === 0 ? '' : ` without ${JSON.stringify([...ignoredPackages].sort())}`;
  const key = `lockfile ${lockfileVersion}:${posix.basename(path)}:${contentHash}${without}`;
  const compute = () => {
    const graph = readers[name](text);
    return graph && [...digestLockGraph(withoutPackages(graph, ignoredPackages))];
  };
  const digests = files.derive(key, compute, areDigests);
  if (!digests) notes.push(`${path} can't be read: every package depends on all of it`);
  return { name, contentHash, digests: digests && new Map(digests) };
}

function areDigests(value: unknown): value is [name: string, digest: string][] {
  const isText = (part: unknown) => typeof part === 'string';
  const isDigest = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every(isText);
  return Array.isArray(value) && value.every(isDigest);
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
