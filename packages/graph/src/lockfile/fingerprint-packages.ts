import { isAbsolute } from 'node:path';
import {
  digestParts,
  everyPackage,
  type Fingerprint,
  formatBlockId,
  formatPackageRequest,
  isInside,
  joinWorkspacePath,
  parsePackageRequest,
} from '@nx-testmon/core';
import { addProblem } from '../files/add-problem';
import { createGlobMatcher } from '../files/glob-matcher';
import { fromWorkspacePath } from '../files/workspace-paths';
import { Memo } from '../memo';
import { installedVersion, versionAt } from './installed-version';
import { type Lockfile, type LockfilesInput, openLockfiles, relativeTo } from './open-lockfiles';
import { PatchFiles } from './patch-files';

/** A lockfile of the workspace. */
export interface LockfileState {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly isReadable: boolean;
}

export type PackageFingerprintsInput = Omit<LockfilesInput, 'patches'>;

/**
 * Packages as the lockfiles of a workspace resolve them for some projects, each with all its dependencies. If there
 * are several lockfiles, a package depends on all of them, because it is unknown which one was installed. A
 * fingerprint that was made without ignored packages never equals one that was made with them.
 */
export class PackageFingerprints {
  private readonly fingerprints = new Memo((request): Fingerprint => ({
    block: formatBlockId({ kind: 'package', name: request }),
    hash: this.compute(request),
  }));
  private readonly requests = new Memo((location) => this.findRequest(location));
  private readonly isIgnored: (name: string) => boolean;
  private readonly patches: PatchFiles;
  private everyLockfile: readonly Lockfile[] | undefined;
  private countedLockfiles: readonly Lockfile[] | undefined;

  constructor(private readonly input: PackageFingerprintsInput) {
    this.isIgnored = createGlobMatcher(input.ignoredPackages);
    this.patches = new PatchFiles(input.files);
  }

  /**
   * A package as the lockfiles resolve it, with all its dependencies. @param request from core's
   * `formatPackageRequest`
   */
  fingerprint(request: string): Fingerprint {
    return this.fingerprints.get(request);
  }

  /** False also if no lockfile can be read. */
  isLocked(name: string): boolean {
    return this.lockfiles().some(({ packages }) => packages?.has(name));
  }

  /** The request for a package name in code of a folder: any copy, if the resolved one is unknown. */
  requestFrom(folder: string, name: string): string {
    const isProvided = this.lockfiles()
      .filter(({ root }) => isInside(root, folder))
      .every(({ root, packages }) => packages?.isProvided(relativeTo(root, folder), name) !== false);
    return isProvided ? name : formatPackageRequest({ name, version: '*' });
  }

  /** The request for the package in a folder of packages: its version if it is locked, otherwise any. */
  requestAt(location: string): string {
    return this.requests.get(location);
  }

  /** False if the installed version of the package, or of one of its dependencies, differs from a lockfile. */
  isInstalledAsLocked(request: string): boolean {
    const parsed = parsePackageRequest(request);
    return this.lockfilesThatCount().every(({ packages }) => packages?.isInstalledAsLocked(parsed) !== false);
  }

  /**
   * The versions of a package that count; empty if none is found. @param request from core's `formatPackageRequest`
   */
  versionsOf(request: string): readonly string[] {
    const parsed = parsePackageRequest(request);
    const locked = this.lockfilesThatCount().flatMap(({ packages }) => packages?.versionsOf(parsed) ?? []);
    if (locked.length > 0) return [...new Set(locked)];
    if (isAbsolute(parsed.name)) return [];
    const installed = versionAt(fromWorkspacePath(this.input.files.root, `node_modules/${parsed.name}`));
    return installed === undefined ? [] : [installed];
  }

  /** All lockfiles with their paths. */
  lockfileStates(): LockfileState[] {
    return this.lockfiles().map(({ root, name, packages }) => ({
      path: joinWorkspacePath(root, name),
      isReadable: packages !== undefined,
    }));
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
    return (this.countedLockfiles ??= openLockfiles({ ...this.input, patches: this.patches, problems: [] }));
  }

  private compute(text: string): string {
    const request = parsePackageRequest(text);
    const { name } = request;
    // Code that can't be followed may use ignored packages in any way.
    const isEvery = name === everyPackage;
    if (!isEvery && this.isIgnored(name)) return 'ignored';
    const lockfiles = isEvery ? this.lockfiles() : this.lockfilesThatCount();
    const parts = lockfiles.map(({ packages, contentHash }) =>
      packages ? (packages.digest(request) ?? 'absent') : contentHash,
    );
    if (isEvery) return digestParts([...parts, this.patches.state()]);
    const { problems, files } = this.input;
    if (parts.length === 0) addProblem(problems, { kind: 'lockfile-missing', root: files.root });
    if (!this.isLocked(name)) {
      if (parts.length > 0) addProblem(problems, { kind: 'package-in-no-lockfile', name });
      parts.push(
        `installed ${installedVersion(files.root, name) ?? 'nowhere'}`,
        ...this.installedInProjects(name),
      );
    }
    return digestParts([...parts, ...this.patches.describe(name)]);
  }

  private installedInProjects(name: string): string[] {
    const { files, projectRoots } = this.input;
    if (isAbsolute(name)) return [];
    return projectRoots.flatMap((root) => {
      const version = root === '.' ? undefined : installedVersion(fromWorkspacePath(files.root, root), name);
      return version === undefined ? [] : [`${version} in ${root}`];
    });
  }

  private findRequest(location: string): string {
    const name = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(location)?.[1];
    // The trace was written by another version.
    if (name === undefined) return location;
    const version = versionAt(fromWorkspacePath(this.input.files.root, location));
    const isLocked = this.lockfiles().some(({ packages }) => packages?.hasVersion(name, version ?? ''));
    if (isLocked) return formatPackageRequest({ name, version: version! });
    return this.isLocked(name) ? formatPackageRequest({ name, version: '*' }) : name;
  }
}
