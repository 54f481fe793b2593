import { digestParts, everyPackage, foldersUpward, type PackageRequest } from '@nx-testmon/core';
import { Memo } from '../memo';
import { plainVersion } from './installed-version';
import type { DigestedImporter, DigestedLockfile } from './digested-lockfile';

/** Packages that pnpm installs where all projects find them, unless a setting changes it. */
const hoisted = /^@types\/|eslint|prettier/;

/** A folder for which packages are installed, with indexes of copies by name. */
interface InstalledFor {
  readonly folder: string;
  readonly provides: ReadonlyMap<string, readonly number[]>;
  readonly wanted: readonly number[];
  readonly links: readonly string[];
}

/**
 * The packages that a lockfile installs for some folders. Packages for other folders are ignored, unless code may find
 * them anyway.
 */
export class LockedPackages {
  private readonly byName = new Map<string, number[]>();
  private readonly importers: ReadonlyMap<string, InstalledFor>;
  /** The given folders, and the folders of workspace packages that are linked into them. */
  private readonly folders: readonly string[];
  private readonly providers = new Memo((name) => this.findProviders(name));
  private reachable: ReadonlySet<number> | undefined;

  /**
   * @param folders relative to the lockfile; without any, only packages that are known to be loaded count
   * @param isolates whether code finds only packages that its manifest requires
   */
  constructor(
    private readonly content: DigestedLockfile,
    folders: readonly string[],
    private readonly isolates: boolean,
  ) {
    for (const [at, [name]] of content.copies.entries()) {
      const known = this.byName.get(name);
      if (known) known.push(at);
      else this.byName.set(name, [at]);
    }
    this.importers = new Map(content.importers.map((one) => [one[0], readImporter(one)]));
    this.folders = this.withLinked(folders);
  }

  has(name: string): boolean {
    return this.byName.has(name) || [...this.importers.values()].some(({ provides }) => provides.has(name));
  }

  hasVersion(name: string, version: string): boolean {
    return this.copiesOfVersion(name, version).length > 0;
  }

  /** Whether code in a folder finds the same copy that {@link digest} counts for the name without a version. */
  isProvided(folder: string, name: string): boolean {
    const provider = this.providerOf(folder, name);
    if (!provider) return !this.has(name);
    return this.providers.get(name).some((one) => one?.folder === provider.folder);
  }

  /** Digest of the installed copies; `undefined` if there are none. */
  digest(request: PackageRequest): string | undefined {
    const found = this.found(request);
    const provided = this.providedTo(request).map((indexes) => this.digestOf(indexes));
    if (found.length === 0 && !this.isProvidedToAny(request.name)) return undefined;
    // A project more that gets the same as the others changes nothing.
    return digestParts([this.digestOf(found), ...(new Set(provided).size > 1 ? provided : [])]);
  }

  /** The versions that {@link digest} counts; empty if the lockfile does not contain them. */
  versionsOf(request: PackageRequest): readonly string[] {
    const found = [...this.found(request), ...this.providedTo(request).flat()];
    return [...new Set(found.flatMap((at) => this.content.copies[at]![1] ?? []))];
  }

  /** Whether all installed versions equal the lockfile. */
  isInstalledAsLocked(request: PackageRequest): boolean {
    return this.found(request).every((at) => !this.content.copies[at]![4]);
  }

  private found(request: PackageRequest): readonly number[] {
    const { name, version } = request;
    if (this.folders.length === 0 && version === undefined) return [];
    if (name === everyPackage) return this.all();
    const provided = this.providedTo(request).flat();
    if (version === undefined && this.isProvidedToAny(name)) return provided;
    if (version === undefined || version === '*') return this.copiesOf(name);
    return [...provided, ...this.copiesOfVersion(name, version)];
  }

  private copiesOf(name: string): readonly number[] {
    const other = () => [...this.importers.values()].flatMap(({ provides }) => provides.get(name) ?? []);
    return this.byName.get(name) ?? other();
  }

  private isProvidedToAny(name: string): boolean {
    return this.providers.get(name).some((one) => one !== undefined);
  }

  /** The loaded copy is probably the one that is installed for the folders. Otherwise it may be any copy. */
  private copiesOfVersion(name: string, version: string): readonly number[] {
    const same = this.copiesOf(name).filter(
      (at) => plainVersion(this.content.copies[at]![1] ?? '') === version,
    );
    const own = same.filter((at) => this.installed().has(at));
    return own.length > 0 ? own : same;
  }

  /** For each folder, the copies that its code finds by the name. */
  private providedTo({ name, version }: PackageRequest): (readonly number[])[] {
    if (version === '*') return [];
    return this.providers.get(name).map((provider) => provider?.provides.get(name) ?? []);
  }

  private findProviders(name: string): readonly (InstalledFor | undefined)[] {
    return this.folders.map((folder) => this.providerOf(folder, name));
  }

  private providerOf(folder: string, name: string): InstalledFor | undefined {
    for (const at of foldersUpward(folder)) {
      const importer = this.importers.get(at);
      if (importer?.provides.has(name)) return importer;
    }
    return undefined;
  }

  private all(): readonly number[] {
    const every = [...this.content.copies.keys()];
    if (!this.isolates) return every;
    const installed = this.installed();
    return every.filter((at) => installed.has(at) || hoisted.test(this.content.copies[at]![0]));
  }

  /** Copies that are installed because a folder, or a folder above it, requires them. */
  private installed(): ReadonlySet<number> {
    if (this.reachable) return this.reachable;
    const found = new Set(this.importersOf(this.folders).flatMap(({ wanted }) => wanted));
    // Iterating over a set includes the elements that are added during the loop.
    for (const at of found) for (const needed of this.content.copies[at]![3]) found.add(needed);
    return (this.reachable = found);
  }

  private withLinked(folders: readonly string[]): readonly string[] {
    const found = new Set(folders);
    for (const folder of found)
      for (const { links } of this.importersOf([folder])) for (const link of links) found.add(link);
    return [...found].sort();
  }

  private importersOf(folders: readonly string[]): InstalledFor[] {
    const upward = new Set(folders.flatMap((folder) => [...foldersUpward(folder)]));
    return [...upward].flatMap((folder) => this.importers.get(folder) ?? []);
  }

  private digestOf(indexes: readonly number[]): string {
    return digestParts([...new Set(indexes)].map((at) => this.content.copies[at]![2]).sort());
  }
}

function readImporter([folder, provides, wanted, links]: DigestedImporter): InstalledFor {
  return { folder, provides: new Map(provides), wanted, links };
}
