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
   * Whether a build output that is there counts together with its sources. Not where the importer is a build output
   * itself: whatever reaches the importer reaches its source too, and that source imports the other sources.
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
   * Adds what an absolute path stands for: files, or the sources of a build output.
   *
   * @returns false where nothing is.
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

  /** From here on a build output counts by its sources alone, where it has some. */
  omitBuildOutputs(): void {
    this.omitsBuildOutputs = true;
  }

  /** A path inside the workspace was named where nothing is. */
  reportMissing(): void {
    this.isMissing = true;
  }

  /** Nothing is known by this name. */
  reportUnknown(): void {
    this.isUnknown = true;
  }

  /** Whether a path is a build output without a source of its own, as the bundle of a package is. */
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

/** A path says nothing about the version that is there. */
function anyCopyOf(name: string): string {
  return formatPackageRequest({ name, version: '*' });
}

/** A file outside the workspace counts by the package it is in, or else by the folder that is changed there. */
function outsidePackage(root: string, absolute: string): string {
  const entry = nodeModulesEntryOf(absolute);
  if (entry !== undefined) return entry;
  for (let at = dirname(absolute); ; at = dirname(at)) {
    // A package above the workspace holds the workspace too: the file alone counts then.
    if (toWorkspacePath(at, root) !== undefined || dirname(at) === at) return absolute;
    if (existsSync(join(at, 'package.json'))) return at;
  }
}
