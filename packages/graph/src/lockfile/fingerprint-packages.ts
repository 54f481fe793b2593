import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, posix } from 'node:path';
import { digest, digestParts, type Fingerprint, formatBlockId } from '@nx-testmon/core';
import picomatch from 'picomatch';
import { isObject, parseJsonObject } from '../files/parse-json';
import { joinWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import type { Manifests } from '../resolution/package-manifests';
import { digestLockGraph, type LockGraph } from './lock-graph';
import { readPackageLock } from './read-package-lock';
import { readPnpmLock } from './read-pnpm-lock';
import { readYarnLock } from './read-yarn-lock';

export interface PackageFingerprints {
  /** A package as the lockfiles resolve it, with all it depends on. */
  fingerprint(name: string): Fingerprint;
  /** False also where no lockfile can be read. */
  isLocked(name: string): boolean;
}

const readers: readonly { readonly file: string; readonly read: (text: string) => LockGraph | undefined }[] =
  [
    { file: 'npm-shrinkwrap.json', read: readPackageLock },
    { file: 'package-lock.json', read: readPackageLock },
    { file: 'pnpm-lock.yaml', read: readPnpmLock },
    { file: 'yarn.lock', read: readYarnLock },
    { file: 'bun.lock', read: () => undefined },
    { file: 'bun.lockb', read: () => undefined },
  ];

interface Lockfile {
  readonly file: string;
  /** Of the whole content. */
  readonly contentHash: string;
  /** `undefined` where it can't be read: then every package depends on all of it. */
  readonly digests: ReadonlyMap<string, string> | undefined;
}

/**
 * Reads the lockfiles at the workspace root. Where there are several, a package depends on what each says,
 * because nothing tells which of them was installed from.
 *
 * @param ignored globs of packages that don't count, nor within those that need them. A digest says so: one
 *   that was made without a package is never equal to one that was made with it.
 */
export function readPackageFingerprints(
  files: WorkspaceFiles,
  manifests: Manifests,
  projectRoots: readonly string[],
  notes: string[],
  ignored: readonly string[] = [],
): PackageFingerprints {
  const isIgnored = matcherOf(ignored);
  const known = new Map<string, Fingerprint>();
  let opened: readonly Lockfile[] | undefined;
  let wanted: ReadonlyMap<string, string> | undefined;
  const lockfiles = () => (opened ??= openLockfiles(files, projectRoots, notes, []));
  let counted: readonly Lockfile[] | undefined;
  const countedLockfiles = () =>
    ignored.length === 0 ? lockfiles() : (counted ??= openLockfiles(files, projectRoots, [], ignored));
  const isLocked = (name: string) => lockfiles().some(({ digests }) => digests?.has(name));
  const patches = files.pathsIn('patches');

  function compute(name: string): string {
    if (isIgnored(name)) return 'ignored';
    const parts = countedLockfiles().map(({ digests, contentHash }) =>
      digests ? (digests.get(name) ?? 'absent') : contentHash,
    );
    if (parts.length === 0) noteOnce('there is no lockfile: packages count by their installed version');
    if (!isLocked(name)) {
      if (parts.length > 0) noteOnce(`package ${name} is in no lockfile: it counts by its installed version`);
      parts.push(`installed ${installedVersion(files.root, name)}`);
    }
    // Yarn 1 does not say which project wants which version.
    if (lockfiles().some(({ file }) => file.endsWith('yarn.lock'))) {
      parts.push((wanted ??= wantedRanges(manifests, projectRoots)).get(name) ?? '');
    }
    return digestParts([...parts, ...patchHashes(name)]);
  }

  /** Patches that `patch-package` applies after the installation are in no lockfile. */
  function patchHashes(name: string): string[] {
    const start = `patches/${name.replace('/', '+')}+`;
    return patches
      .filter((path) => path.startsWith(start))
      .map((path) => `${path} ${files.contentHash(path)}`);
  }

  function noteOnce(note: string): void {
    if (!notes.includes(note)) notes.push(note);
  }

  return {
    isLocked,
    fingerprint(name) {
      let fingerprint = known.get(name);
      if (!fingerprint) {
        fingerprint = { block: formatBlockId({ kind: 'package', name }), hash: compute(name) };
        known.set(name, fingerprint);
      }
      return fingerprint;
    },
  };
}

/** Those at the workspace root, and those of projects that are installed on their own. */
function openLockfiles(
  files: WorkspaceFiles,
  projectRoots: readonly string[],
  notes: string[],
  ignored: readonly string[],
): Lockfile[] {
  return [...new Set(['.', ...projectRoots])].flatMap((root) =>
    readers.flatMap(({ file, read }) => {
      const path = joinWorkspacePath(root, file);
      const exists = root === '.' ? files.kindOf(path) === 'file' : files.isListed(path);
      return exists ? [openLockfile(files, path, read, notes, ignored)] : [];
    }),
  );
}

/** Goes up when the digests of the same lockfile would be others. */
const lockfileVersion = 2;

function openLockfile(
  files: WorkspaceFiles,
  file: string,
  read: (text: string) => LockGraph | undefined,
  notes: string[],
  ignored: readonly string[],
): Lockfile {
  const text = files.text(file) ?? '';
  const contentHash = digest(text);
  // Parsing 20,000 lines of YAML takes longer than everything else in a run with nothing to do.
  const without = ignored.length === 0 ? '' : ` without ${JSON.stringify([...ignored].sort())}`;
  const key = `lockfile ${lockfileVersion}:${posix.basename(file)}:${contentHash}${without}`;
  const compute = () => {
    const graph = read(text);
    return graph && [...digestLockGraph(ignored.length === 0 ? graph : withoutPackages(graph, ignored))];
  };
  const digests = files.derive(key, compute, areDigests);
  if (!digests) notes.push(`${file} can't be read: every package depends on all of it`);
  return {
    file,
    contentHash,
    digests: digests && new Map(digests),
  };
}

function areDigests(value: unknown): value is [name: string, digest: string][] {
  const isText = (part: unknown) => typeof part === 'string';
  const isDigest = (one: unknown) => Array.isArray(one) && one.length === 2 && one.every(isText);
  return Array.isArray(value) && value.every(isDigest);
}

/** What needs one of them then needs a package that is not locked, which counts by its name. */
function withoutPackages(graph: LockGraph, ignored: readonly string[]): LockGraph {
  const isIgnored = matcherOf(ignored);
  return new Map([...graph].filter(([name]) => !isIgnored(name)));
}

function matcherOf(globs: readonly string[]): (name: string) => boolean {
  return globs.length === 0 ? () => false : picomatch([...globs], { dot: true });
}

/** What the installed package says of itself; for a path outside the workspace, how it looks now. */
function installedVersion(root: string, name: string): string {
  if (isAbsolute(name)) return describeOutside(name);
  const manifest = readText(join(root, 'node_modules', name, 'package.json'));
  if (manifest === undefined) return 'nowhere';
  const version = parseJsonObject(manifest)?.['version'];
  return typeof version === 'string' ? version : digest(manifest);
}

/** Sizes and times of a folder's files: more often different than their contents, never less. */
function describeOutside(path: string): string {
  const found: string[] = [];
  const open = [path];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    try {
      const stat = lstatSync(at);
      found.push(`${at} ${stat.size} ${stat.mtimeMs}`);
      if (!stat.isDirectory()) continue;
      for (const name of readdirSync(at))
        if (name !== 'node_modules' && name !== '.git') open.push(join(at, name));
    } catch {
      found.push(`${at} can't be read`);
    }
  }
  return digestParts(found.sort());
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function wantedRanges(manifests: Manifests, projectRoots: readonly string[]): ReadonlyMap<string, string> {
  const ranges = new Map<string, string[]>();
  for (const root of [...new Set(['.', ...projectRoots])].sort()) {
    const fields = manifests.inFolder(root)?.fields ?? {};
    for (const field of [
      'dependencies',
      'devDependencies',
      'optionalDependencies',
      'peerDependencies',
      'resolutions',
    ]) {
      const value = fields[field];
      if (!isObject(value)) continue;
      for (const [name, range] of Object.entries(value)) {
        const text = `${joinWorkspacePath(root, field)} ${String(range)}`;
        const list = ranges.get(name);
        if (list) list.push(text);
        else ranges.set(name, [text]);
      }
    }
  }
  return new Map([...ranges].map(([name, texts]) => [name, texts.join('\n')]));
}
