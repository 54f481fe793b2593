import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Resolution } from '@nx-testmon/core';
import { isInNodeModules, toWorkspacePath } from '../files/workspace-paths';
import type { BuildOutputs } from './build-outputs';
import type { PathResolver } from './resolve-path';

/** Gathers the targets of one specifier. */
export interface Collector {
  /** Adds what an absolute path stands for: files, or the sources of a build output. @returns false where nothing is. */
  addPath(absolute: string): boolean;
  /** Adds a real file, with its sources if it is a build output. @returns its sources. */
  addFile(absolute: string): readonly string[];
  /** From here on a build output counts by its sources alone, where it has some. */
  leaveOutBuilt(): void;
  /** Adds files of the workspace by their workspace paths. */
  addModules(paths: readonly string[]): void;
  addPackage(name: string): void;
  /** A place inside the workspace was named where nothing is. */
  miss(): void;
  /** Nothing is known by this name. */
  doubt(): void;
  /** Whether a path has no source of its own, as the bundle of a package has none. */
  isBundle(absolute: string): boolean;
  finish(): Resolution;
}

/**
 * @param roots the workspace root by its real path, and as it was given
 * @param addsSources whether a build output that is there counts with its sources. Not where the importer is
 *   one itself: whoever reaches it reaches its source too, and that imports the sources of its own accord.
 */
export function createCollector(
  roots: readonly [real: string, given: string],
  outputs: BuildOutputs,
  paths: PathResolver,
  addsSources: boolean,
): Collector {
  const toPath = (absolute: string) =>
    toWorkspacePath(roots[0], absolute) ?? toWorkspacePath(roots[1], absolute);
  const modules = new Set<string>();
  const packages = new Set<string>();
  let isMissing = false;
  let isUnknown = false;
  let leavesOutBuilt = false;

  function addFile(absolute: string): readonly string[] {
    const path = toPath(absolute);
    if (path === undefined) packages.add(outsidePackage(roots[0], absolute));
    else if (isInNodeModules(path)) packages.add(packageInPath(path));
    else {
      const sources = outputs.sourcesOf(path);
      if (!leavesOutBuilt || sources.length === 0) modules.add(path);
      if (addsSources) for (const source of sources) modules.add(source);
      return sources;
    }
    return [];
  }

  function sourcesOf(absolute: string): readonly string[] {
    const path = toPath(absolute);
    if (path === undefined || isInNodeModules(path)) return [];
    const withExtension = /\.[^/.]+$/.test(path) ? [] : outputs.sourcesOf(`${path}.js`);
    return [...outputs.sourcesOf(path), ...withExtension, ...outputs.sourcesOf(`${path}/index.js`)];
  }

  return {
    addFile,
    addPath(absolute) {
      const files = paths.resolvePath(absolute);
      for (const file of files) addFile(file);
      if (files.length > 0) return true;
      const sources = sourcesOf(absolute);
      for (const source of sources) modules.add(source);
      return sources.length > 0;
    },
    leaveOutBuilt: () => void (leavesOutBuilt = true),
    addModules: (found) => found.forEach((path) => modules.add(path)),
    addPackage: (name) => void packages.add(name),
    miss: () => void (isMissing = true),
    doubt: () => void (isUnknown = true),
    isBundle(absolute) {
      const path = toPath(absolute);
      return path !== undefined && outputs.isBuildOutput(path) && outputs.sourcesOf(path).length === 0;
    },
    finish() {
      const isFound = modules.size > 0 || packages.size > 0;
      return {
        modules: [...modules],
        packages: [...packages],
        missing: isMissing && !isFound,
        unknown: isUnknown && !isFound && !isMissing,
      };
    },
  };
}

function packageInPath(path: string): string {
  const rest = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length).split('/');
  return rest[0]!.startsWith('@') ? rest.slice(0, 2).join('/') : rest[0]!;
}

/** A file outside the workspace counts by the package it is in, or else by the folder that is changed there. */
function outsidePackage(root: string, absolute: string): string {
  const path = absolute.split('\\').join('/');
  if (isInNodeModules(path)) return packageInPath(path);
  for (let at = dirname(absolute); ; at = dirname(at)) {
    // A package above the workspace holds the workspace too: the file alone counts then.
    if (toWorkspacePath(at, root) !== undefined || dirname(at) === at) return absolute;
    if (existsSync(join(at, 'package.json'))) return at;
  }
}
