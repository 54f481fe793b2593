import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  formatPackageRequest,
  type InstallationFolders,
  nodeModulesEntryOf,
  type Resolution,
} from '@nx-testmon/core';
import { toWorkspacePath } from '../files/workspace-paths';
import type { BuildOutputs } from './build-outputs';
import type { PathResolver } from './resolve-path';

export interface TargetCollectorInput {
  /** The workspace root by its real path, and as it was given. */
  readonly roots: readonly [real: string, given: string];
  readonly installations: InstallationFolders;
  readonly outputs: BuildOutputs;
  readonly paths: PathResolver;
  /**
   * Whether an existing build output counts together with its sources. False if the importer is a build output
   * itself: everything that reaches the importer reaches its source too, and that source imports the other sources.
   */
  readonly addsSources: boolean;
}

/** Gathers the targets of one specifier. */
export class TargetCollector {
  private readonly modules = new Set<string>();
  private readonly packages = new Set<string>();
  private isMissing = false;
  private isUnknown = false;
  private omitsBuildOutputs = false;

  constructor(private readonly input: TargetCollectorInput) {}

  /**
   * Adds the targets of an absolute path: files, or the sources of a build output.
   *
   * @returns false if nothing exists there
   */
  addPath(absolute: string): boolean {
    const files = this.input.paths.resolvePath(absolute);
    for (const file of files) this.addFile(file);
    if (files.length > 0) return true;
    const sources = this.sourcesOf(absolute);
    this.addModules(sources);
    return sources.length > 0;
  }

  /** Adds a real file, with its sources if it is a build output. */
  addFile(absolute: string): void {
    const path = this.toPath(absolute);
    if (path === undefined) this.addPackage(outsidePackage(this.input.roots[0], absolute));
    else if (this.input.installations.isInstalled(path))
      this.addPackage(anyCopyOf(nodeModulesEntryOf(path) ?? path));
    else {
      const sources = this.input.outputs.sourcesOf(path);
      if (!this.omitsBuildOutputs || sources.length === 0) this.modules.add(path);
      if (this.input.addsSources) this.addModules(sources);
    }
  }

  /** Adds files of the workspace by their workspace paths. */
  addModules(paths: readonly string[]): void {
    for (const path of paths) this.modules.add(path);
  }

  addPackage(name: string): void {
    this.packages.add(name);
  }

  /** From now on, a build output with known sources counts only by its sources. */
  omitBuildOutputs(): void {
    this.omitsBuildOutputs = true;
  }

  /** Reports that a path inside the workspace does not exist. */
  reportMissing(): void {
    this.isMissing = true;
  }

  /** Reports that nothing has this name. */
  reportUnknown(): void {
    this.isUnknown = true;
  }

  /** Whether a path is a build output without its own source, such as the bundle of a package. */
  isBundle(absolute: string): boolean {
    const { outputs } = this.input;
    const path = this.toPath(absolute);
    return path !== undefined && outputs.isBuildOutput(path) && outputs.sourcesOf(path).length === 0;
  }

  finish(): Resolution {
    const isFound = this.modules.size > 0 || this.packages.size > 0;
    return {
      modules: [...this.modules],
      packages: [...this.packages],
      missing: this.isMissing && !isFound,
      unknown: this.isUnknown && !isFound && !this.isMissing,
    };
  }

  private toPath(absolute: string): string | undefined {
    const [real, given] = this.input.roots;
    return toWorkspacePath(real, absolute) ?? toWorkspacePath(given, absolute);
  }

  private sourcesOf(absolute: string): readonly string[] {
    const { installations, outputs } = this.input;
    const path = this.toPath(absolute);
    if (path === undefined || installations.isInstalled(path)) return [];
    const withExtension = /\.[^/.]+$/.test(path) ? [] : outputs.sourcesOf(`${path}.js`);
    return [...outputs.sourcesOf(path), ...withExtension, ...outputs.sourcesOf(`${path}/index.js`)];
  }
}

/** A path does not show which version is installed there. */
function anyCopyOf(name: string): string {
  return formatPackageRequest({ name, version: '*' });
}

/** A file outside the workspace counts by its package, or otherwise by its nearest folder with a manifest. */
function outsidePackage(root: string, absolute: string): string {
  const entry = nodeModulesEntryOf(absolute);
  if (entry !== undefined) return entry;
  for (let at = dirname(absolute); ; at = dirname(at)) {
    // A package above the workspace also contains the workspace, so only the file counts.
    if (toWorkspacePath(at, root) !== undefined || dirname(at) === at) return absolute;
    if (existsSync(join(at, 'package.json'))) return at;
  }
}
