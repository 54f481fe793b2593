import { isAbsolute } from 'node:path';
import { digestParts, type Fingerprint, formatBlockId } from '@nx-testmon/core';
import { isObject } from '../files/parse-json';
import { fromWorkspacePath, joinWorkspacePath } from '../files/workspace-paths';
import { Memo } from '../memo';
import type { Manifests } from '../resolution/package-manifests';
import { installedVersion } from './installed-version';
import { type Lockfile, type LockfilesInput, openLockfiles, packageMatcher } from './open-lockfiles';
import { PatchFiles } from './patch-files';

export interface PackageFingerprintsInput extends Omit<LockfilesInput, 'patches'> {
  readonly manifests: Manifests;
}

/**
 * Packages as the lockfiles of a workspace resolve them, each with all it depends on. Where there are several
 * lockfiles, a package depends on what each says, because nothing tells which of them was installed from. A
 * fingerprint that was made without the ignored packages is never equal to one that was made with them.
 */
export class PackageFingerprints {
  private readonly fingerprints = new Memo((name): Fingerprint => ({
    block: formatBlockId({ kind: 'package', name }),
    hash: this.compute(name),
  }));
  private readonly isIgnored: (name: string) => boolean;
  private readonly patches: PatchFiles;
  private everyLockfile: readonly Lockfile[] | undefined;
  private countedLockfiles: readonly Lockfile[] | undefined;
  private wanted: ReadonlyMap<string, string> | undefined;

  constructor(private readonly input: PackageFingerprintsInput) {
    this.isIgnored = packageMatcher(input.ignoredPackages);
    this.patches = new PatchFiles(input.files);
  }

  /** A package as the lockfiles resolve it, with all it depends on. */
  fingerprint(name: string): Fingerprint {
    return this.fingerprints.get(name);
  }

  /** False also where no lockfile can be read. */
  isLocked(name: string): boolean {
    return this.lockfiles().some(({ digests }) => digests?.has(name));
  }

  /** False where another version is installed than a lockfile says, of the package or of one that it needs. */
  isInstalledAsLocked(name: string): boolean {
    return !this.lockfilesThatCount().some(({ outdated }) => outdated.has(name));
  }

  private lockfiles(): readonly Lockfile[] {
    return (this.everyLockfile ??= openLockfiles({
      ...this.input,
      patches: this.patches,
      ignoredPackages: [],
    }));
  }

  /** The lockfiles without the ignored packages. */
  private lockfilesThatCount(): readonly Lockfile[] {
    if (this.input.ignoredPackages.length === 0) return this.lockfiles();
    return (this.countedLockfiles ??= openLockfiles({ ...this.input, patches: this.patches, notes: [] }));
  }

  private compute(name: string): string {
    if (this.isIgnored(name)) return 'ignored';
    const { files, manifests, projectRoots } = this.input;
    const parts = this.lockfilesThatCount().map(({ digests, contentHash }) =>
      digests ? (digests.get(name) ?? 'absent') : contentHash,
    );
    if (parts.length === 0) this.noteOnce('there is no lockfile: packages count by their installed version');
    if (!this.isLocked(name)) {
      if (parts.length > 0)
        this.noteOnce(`package ${name} is in no lockfile: it counts by its installed version`);
      parts.push(`installed ${installedVersion(files.root, name)}`, ...this.installedInProjects(name));
    }
    // Yarn 1 does not say which project wants which version.
    if (this.lockfiles().some((lockfile) => lockfile.name === 'yarn.lock')) {
      this.wanted ??= wantedRanges(manifests, projectRoots);
      parts.push(this.wanted.get(name) ?? '');
    }
    return digestParts([...parts, ...this.patches.describe(name)]);
  }

  private installedInProjects(name: string): string[] {
    const { files, projectRoots } = this.input;
    if (isAbsolute(name)) return [];
    return projectRoots.flatMap((root) => {
      const version = root === '.' ? 'nowhere' : installedVersion(fromWorkspacePath(files.root, root), name);
      return version === 'nowhere' ? [] : [`${version} in ${root}`];
    });
  }

  private noteOnce(note: string): void {
    const { notes } = this.input;
    if (!notes.includes(note)) notes.push(note);
  }
}

const rangeFields = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
  'resolutions',
];

function wantedRanges(manifests: Manifests, projectRoots: readonly string[]): ReadonlyMap<string, string> {
  const ranges = new Map<string, string[]>();
  for (const root of [...new Set(['.', ...projectRoots])].sort()) {
    const fields = manifests.inFolder(root)?.fields ?? {};
    for (const field of rangeFields) {
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
