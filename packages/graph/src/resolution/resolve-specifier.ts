import { join } from 'node:path';
import type { Resolution, Suite, Workspace } from '@nx-testmon/core';
import {
  foldersUpward,
  fromWorkspacePath,
  folderOf,
  isInNodeModules,
  toWorkspacePath,
} from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { applyAliases } from './apply-aliases';
import type { BuildOutputs } from './build-outputs';
import { createCollector, type Collector } from './collect-targets';
import { createLinkedFolders } from './linked-packages';
import { type Manifest, type Manifests, mapTargets } from './package-manifests';
import { resolvePackageFolder } from './resolve-package-folder';
import { createPathResolver } from './resolve-path';
import { parseSpecifier, withoutQuery } from './parse-specifier';
import type { Tsconfigs } from './tsconfigs';

/** What a suite's configuration says about resolution. */
export type ResolutionContext = Pick<
  Suite,
  | 'root'
  | 'aliases'
  | 'conditions'
  | 'extensions'
  | 'mainFields'
  | 'modulePaths'
  | 'moduleDirectories'
  | 'mockRoots'
  | 'automock'
>;

export interface ResolverInput {
  readonly files: WorkspaceFiles;
  readonly workspace: Workspace;
  readonly context: ResolutionContext;
  readonly manifests: Manifests;
  readonly tsconfigs: Tsconfigs;
  readonly outputs: BuildOutputs;
  readonly projectRootOf: (path: string) => string;
  /** Whether the lockfile knows a package. */
  readonly isLocked: (name: string) => boolean;
}

export interface Resolver {
  resolve(from: string, specifier: string): Resolution;
  /** Absolute paths that a specifier or a pattern may mean, whether anything is there or not. */
  candidates(from: string, specifier: string): readonly string[];
}

/**
 * Resolves specifiers to every target they may plausibly have: by the suite's aliases, by tsconfig paths,
 * by `package.json` under the conditions of `import` and of `require`, by names of workspace packages.
 * Which of them is taken at run time depends on who loads the importer; a union misses none.
 */
export function createResolver(input: ResolverInput): Resolver {
  const { files, workspace, context, manifests, tsconfigs, outputs } = input;
  const { root } = files;
  const paths = createPathResolver(context);
  const byName = packagesByName(workspace, manifests);
  const linkedFolder = createLinkedFolders(root);
  const resolutions = new Map<string, Resolution>();

  function resolve(from: string, specifier: string): Resolution {
    const folder = folderOf(from) ?? '.';
    const isBuilt = outputs.sourcesOf(from).length > 0 && outputs.isBuildOutput(from);
    const importer = isBuilt ? 'built' : isConfig(from) ? 'config' : 'source';
    const key = `${importer} ${folder}\0${specifier}`;
    let known = resolutions.get(key);
    if (!known) resolutions.set(key, (known = resolveIn(folder, specifier, importer)));
    return known;
  }

  function resolveIn(folder: string, specifier: string, importer: 'built' | 'config' | 'source'): Resolution {
    const plain = withoutQuery(specifier);
    const collector = createCollector([root, workspace.root], outputs, paths, importer !== 'built');
    const direct = applyAliases(context.aliases, specifier);
    const aliases = direct.length > 0 ? direct : applyAliases(context.aliases, plain);
    for (const target of aliases.map(withoutQuery)) {
      // A replacement may be written relative to the workspace root, and seen from the importer.
      const isFound = collector.addPath(join(root, target));
      if (!isFound || target.startsWith('.')) resolvePlain(folder, target, collector);
    }
    if (aliases.length > 0) {
      // The runner resolves the imports of sources, and an alias that leads to a module is what it takes.
      if (importer === 'source' && collector.finish().modules.length > 0) collector.leaveOutBuilt();
    }
    resolvePlain(folder, plain, collector);
    return collector.finish();
  }

  function resolvePlain(folder: string, specifier: string, collector: Collector): void {
    const parsed = parseSpecifier(specifier);
    if (parsed.kind === 'relative') {
      if (!collector.addPath(join(root, folder, parsed.path))) collector.miss();
    } else if (parsed.kind === 'absolute') {
      const places = absolutePlaces(parsed.path);
      if (!places.some((place) => collector.addPath(place))) collector.miss();
    } else if (parsed.kind === 'internal') {
      const mapped = addTsconfigPaths(folder, specifier, collector);
      if (!addInternal(folder, specifier, collector) && !mapped) collector.doubt();
    } else if (parsed.kind === 'package') {
      const isNamed = addModulePaths(folder, specifier, collector);
      const mapped = addTsconfigPaths(folder, specifier, collector) || isNamed;
      if (!addPackage(folder, parsed.name, parsed.subpath, collector) && !mapped) collector.doubt();
    } else if (parsed.kind === 'unknown') {
      if (!addTsconfigPaths(folder, specifier, collector)) collector.doubt();
    }
  }

  /** Vite takes `/src/a` from the suite's root first. */
  function absolutePlaces(path: string): string[] {
    return [join(fromWorkspacePath(root, context.root), path), path];
  }

  function tsconfigsFor(folder: string) {
    const nearest = tsconfigs.folderFor(folder);
    const folders = new Set([nearest ?? '.', input.projectRootOf(`${folder}/x`), '.']);
    return [...folders].flatMap((at) => tsconfigs.inFolder(at));
  }

  /** @returns whether a mapping names the specifier; one that leads nowhere is a place where a file is missing. */
  function addTsconfigPaths(folder: string, specifier: string, collector: Collector): boolean {
    let isMapped = false;
    let isFound = false;
    for (const tsconfig of tsconfigsFor(folder)) {
      const { paths: targets, mapped } = tsconfig.candidates(specifier);
      if (targets.some((target) => collector.addPath(target))) isFound = isMapped = true;
      else if (mapped) isMapped = true;
    }
    if (isMapped && !isFound) collector.miss();
    return isMapped;
  }

  /** Jest's `modulePaths` and `moduleDirectories`. @returns whether something is there */
  function addModulePaths(folder: string, specifier: string, collector: Collector): boolean {
    const upwards = [...foldersUpward(folder)].flatMap((at) =>
      (context.moduleDirectories ?? []).map((name) => join(root, at, name)),
    );
    const folders = [...(context.modulePaths ?? []).map((path) => join(root, path)), ...upwards];
    return folders.map((path) => collector.addPath(join(path, specifier))).includes(true);
  }

  function conditionsFor(folder: string): string[] {
    const custom = tsconfigsFor(folder).flatMap(({ options }) => {
      const value = options['customConditions'];
      return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    });
    // Vite writes the pair for "whichever of the two the mode says".
    const own = context.conditions.flatMap((condition) => condition.split('|'));
    return [...new Set([...own, ...custom, 'development', 'module'])];
  }

  function addInternal(folder: string, specifier: string, collector: Collector): boolean {
    const manifest = manifests.nearest(folder);
    if (!manifest) return false;
    const conditions = conditionsFor(folder);
    const targets = mapTargets(manifest.fields['imports'], specifier, withFixed(conditions));
    let found = false;
    for (const target of targets) {
      const parsed = parseSpecifier(target);
      if (parsed.kind === 'builtin') found = true;
      else if (parsed.kind === 'relative') {
        if (collector.addPath(join(root, manifest.folder, target))) found = true;
      } else if (parsed.kind === 'package') {
        if (addPackage(manifest.folder, parsed.name, parsed.subpath, collector)) found = true;
      }
    }
    for (const path of paths.resolveSpecifier(join(root, folder), specifier, conditions)) {
      collector.addFile(path);
      found = true;
    }
    if (!found && targets.length > 0) collector.miss();
    return found || targets.length > 0;
  }

  function addPackage(folder: string, name: string, subpath: string, collector: Collector): boolean {
    const folders = new Set<string>();
    const link = linkedFolder(folder, name);
    if (link !== undefined) {
      const path = toWorkspacePath(root, link);
      if (path !== undefined && !isInNodeModules(path)) folders.add(path);
      else collector.addPackage(name);
      // No lockfile tells when a folder that is linked from elsewhere changes.
      if (path === undefined && !isInNodeModules(link.replaceAll('\\', '/'))) collector.addPackage(link);
    }
    const project = byName.get(name);
    if (project !== undefined) folders.add(project);
    const conditions = conditionsFor(folder);
    for (const target of folders) {
      const manifest: Manifest = manifests.inFolder(target) ?? emptyManifest(target);
      const found = resolvePackageFolder(manifest, subpath, withFixed(conditions), collector, files);
      if (found) continue;
      const specifier = subpath === '.' ? name : `${name}/${subpath.slice(2)}`;
      const byDisk = paths.resolveSpecifier(join(root, folder), specifier, conditions);
      for (const path of byDisk) collector.addFile(path);
      if (byDisk.length === 0) collector.miss();
    }
    if (folders.size > 0 || link !== undefined) return true;
    if (input.isLocked(name)) collector.addPackage(name);
    else if (linkedFolder(folder, typesPackage(name)) !== undefined) collector.addPackage(typesPackage(name));
    else return false;
    return true;
  }

  function candidates(from: string, specifier: string): readonly string[] {
    const folder = folderOf(from) ?? '.';
    const found = [specifier, ...applyAliases(context.aliases, specifier)].flatMap((text) => {
      const parsed = parseSpecifier(text);
      if (parsed.kind === 'relative') return [join(root, folder, text)];
      if (parsed.kind === 'absolute') return absolutePlaces(parsed.path);
      const mapped = tsconfigsFor(folder).flatMap((tsconfig) => tsconfig.candidates(text).paths);
      const manifest = manifests.nearest(folder);
      const internal = manifest
        ? mapTargets(manifest.fields['imports'], text, withFixed(conditionsFor(folder)))
            .filter((target) => target.startsWith('./'))
            .map((target) => join(root, manifest.folder, target))
        : [];
      return [...mapped, ...internal];
    });
    return [...new Set(found)];
  }

  return { resolve, candidates };
}

/** Configurations are loaded before there are aliases. */
function isConfig(path: string): boolean {
  return /\.(config|workspace|setup|preset)\b[^/]*$/.test(path);
}

function withFixed(conditions: readonly string[]): ReadonlySet<string> {
  return new Set(['import', 'require', 'node', 'default', ...conditions]);
}

function emptyManifest(folder: string): Manifest {
  return { folder, text: '', fields: {}, readable: false };
}

function typesPackage(name: string): string {
  return `@types/${name.startsWith('@') ? name.slice(1).replace('/', '__') : name}`;
}

function packagesByName(workspace: Workspace, manifests: Manifests): ReadonlyMap<string, string> {
  const byName = new Map<string, string>();
  for (const { root } of workspace.projects) {
    const name = manifests.inFolder(root)?.fields['name'];
    if (typeof name === 'string' && !byName.has(name)) byName.set(name, root);
  }
  return byName;
}
