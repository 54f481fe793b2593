import { join } from 'node:path';
import type { ModuleGraph, Resolution, Workspace } from '@nx-testmon/core';
import { findAssets } from './find-assets';
import { findEntryPoints } from './find-entry-points';
import { globModules } from './glob-modules';
import { folderOf, fromWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { readPackageFingerprints } from '../lockfile/fingerprint-packages';
import { findMocks, indexMocks } from './find-mocks';
import { readPlaces } from './path-lookups';
import { indexProjects } from './project-index';
import { findBuildOutputs } from '../resolution/build-outputs';
import { createResolver, type ResolutionContext } from '../resolution/resolve-specifier';
import { readManifests } from '../resolution/package-manifests';
import { readTsconfigs } from '../resolution/tsconfigs';
import { readSurroundings } from './compile-context';

export interface ModuleGraphInput {
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  /** The suite's own answer; without one, what Vite does by default. */
  readonly context?: Partial<ResolutionContext>;
  /** Names or globs of npm packages that don't count. */
  readonly ignoredPackages?: readonly string[];
}

/** The module graph of one suite, read from disk as it is asked for. */
export interface WorkspaceModuleGraph extends ModuleGraph {
  /** True for what a build writes, whether it is there now or not. */
  isBuildOutput(path: string): boolean;
  /** Whether a lockfile says what is installed of a package. */
  isLocked(name: string): boolean;
  /** What could not be read or is not known, one line each; grows while the graph is asked. */
  readonly notes: readonly string[];
}

/** Vite's defaults for tests that run in Node. */
export const defaultContext: ResolutionContext = {
  root: '.',
  aliases: [],
  conditions: ['module', 'node', 'development|production'],
  extensions: ['.mjs', '.js', '.mts', '.ts', '.jsx', '.tsx', '.json'],
  mainFields: ['module', 'jsnext:main', 'jsnext'],
};

/** Opens the module graph of a workspace as one suite's tests see it. Nothing is written. */
export function createModuleGraph({
  files,
  workspace,
  context = {},
  ignoredPackages = [],
}: ModuleGraphInput): WorkspaceModuleGraph {
  const notes: string[] = [];
  const resolution = { ...defaultContext, ...context };
  const projects = indexProjects(files, workspace);
  const projectRootOf = (path: string) => projects.ownerOf(path)?.root ?? '.';
  const projectRoots = workspace.projects.map(({ root }) => root);
  const manifests = readManifests(files, notes);
  const tsconfigs = readTsconfigs(files, notes);
  const outputs = findBuildOutputs(files, workspace.projects, projectRootOf, tsconfigs);
  const packages = readPackageFingerprints(files, manifests, projectRoots, notes, ignoredPackages);
  const surroundings = readSurroundings(manifests, tsconfigs);
  const assets = findAssets(files, projectRootOf, projectRoots);
  const { isLocked } = packages;
  const resolver = createResolver({
    files,
    workspace,
    context: resolution,
    manifests,
    tsconfigs,
    outputs,
    projectRootOf,
    isLocked,
  });
  const places = readPlaces(files.root);
  const indexed = indexMocks(files, resolution.mockRoots ?? []);
  const globs = memoise((from, pattern) => glob(from, pattern));
  const mocks = memoise((from, specifier) => {
    const roots = new Set(['.', projectRootOf(from), resolution.root]);
    const found = findMocks(files, resolver.resolve(from, specifier), specifier, [...roots]);
    return [...new Set([...found, ...indexed.standIns(specifier)])].sort();
  });
  /** What an import leads to, files that stand in for it without a word included. */
  const resolve = memoise((from, specifier): Resolution => {
    const found = resolver.resolve(from, specifier);
    const stand = resolution.automock ? mocks(from, specifier) : indexed.standIns(specifier);
    return stand.length === 0
      ? found
      : { ...found, modules: [...new Set([...found.modules, ...stand])], missing: false, unknown: false };
  });
  const assetsOf = memoise((from, literal) => assets.asset(from, literal));
  const entryPoints = memoise((project) => {
    const found = workspace.projects.find(({ name }) => name === project);
    return found ? findEntryPoints({ files, manifests, tsconfigs, outputs }, found) : [];
  });

  function glob(from: string, pattern: string): readonly string[] {
    // Leaving out what a negative pattern excludes is not needed for safety.
    if (pattern.startsWith('!')) return [];
    const root = files.root;
    const folder = fromWorkspacePath(root, folderOf(from) ?? '.');
    const suiteRoot = fromWorkspacePath(root, resolution.root);
    if (pattern.startsWith('**')) return without(from, globModules(root, suiteRoot, pattern));
    const places = pattern.startsWith('/')
      ? [join(suiteRoot, pattern)]
      : [join(folder, pattern), ...(pattern.startsWith('.') ? [] : resolver.candidates(from, pattern))];
    return without(from, places.flatMap((place) => globModules(root, folder, place)).sort());
  }

  return {
    model: (path) => files.model(path),
    resolve: resolution.mockRoots ? resolve : resolver.resolve,
    glob: globs,
    asset: assetsOf,
    mocks,
    surroundings: surroundings.fingerprints,
    keepsTypeImports: surroundings.keepsTypeImports,
    projectOf: (path) => projects.ownerOf(path)?.name,
    projectFiles: projects.filesOf,
    entryPoints: (project) => entryPoints(project, ''),
    projectDependencies: projects.dependenciesOf,
    contentHash: (path) => files.contentHash(path),
    place: places.place,
    listing: places.listing,
    packageFingerprint: packages.fingerprint,
    isLocked,
    isBuildOutput: outputs.isBuildOutput,
    notes,
  };
}

function without(path: string, paths: readonly string[]): readonly string[] {
  return [...new Set(paths)].filter((other) => other !== path);
}

function memoise<Value>(compute: (a: string, b: string) => Value): (a: string, b: string) => Value {
  const known = new Map<string, Value>();
  return (a, b) => {
    const key = `${a}\0${b}`;
    if (!known.has(key)) known.set(key, compute(a, b));
    return known.get(key)!;
  };
}
