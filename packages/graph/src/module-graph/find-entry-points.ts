import { isAbsolute, join } from 'node:path';
import { isInside, isObject, type Project } from '@nx-testmon/core';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { bundleEntries, type BuildOutputs } from '../resolution/build-outputs';
import { allTargets } from '../resolution/map-targets';
import type { Manifests } from '../resolution/package-manifests';
import type { Tsconfigs } from '../resolution/tsconfigs';
import { globModules } from './glob-modules';

export interface EntryPointsInput {
  readonly files: WorkspaceFiles;
  readonly manifests: Manifests;
  readonly tsconfigs: Tsconfigs;
  readonly outputs: BuildOutputs;
}

/** Fields of `package.json` whose values name files that others may import. */
const targetFields = ['main', 'module', 'exports', 'bin', 'types', 'typings', 'source', 'browser'];

/**
 * Modules of a project that other projects may import: exports of `package.json`, with build outputs mapped to their
 * sources, and targets of tsconfig paths at the workspace root. Sorted.
 */
export function findEntryPoints(input: EntryPointsInput, project: Project): string[] {
  const { files, manifests } = input;
  const fields = manifests.inFolder(project.root)?.fields;
  const found = new Set<string>();
  if (fields) {
    const root = fromWorkspacePath(files.root, project.root);
    for (const target of targetFields.flatMap((field) => allTargets(fields[field])))
      addTarget(input, project, isAbsolute(target) ? target : join(root, target), found);
    if (found.size === 0) addBundleEntry(files, project, found);
  }
  for (const target of pathsTargets(input, project)) addTarget(input, project, target, found);
  return [...found].sort();
}

/** Absolute targets of tsconfig `paths` in the project, including those of the workspace root. */
function pathsTargets({ files, tsconfigs }: EntryPointsInput, project: Project): string[] {
  return [...new Set(['.', project.root])]
    .flatMap((folder) => tsconfigs.inFolder(folder))
    .flatMap((tsconfig) => {
      const paths = tsconfig.options['paths'];
      // The text for `*` is inserted unchanged, so using `*` itself yields the target with its star.
      return isObject(paths)
        ? Object.keys(paths).flatMap((pattern) => tsconfig.candidates(pattern).paths)
        : [];
    })
    .filter((target) => isInProject(files.root, project.root, target));
}

function addTarget(input: EntryPointsInput, project: Project, absolute: string, found: Set<string>): void {
  const { files, outputs } = input;
  const paths = absolute.includes('*') ? expand(files, outputs, absolute) : pathsFor(files.root, absolute);
  const isOwn = (path: string) => isInside(project.root, path);
  for (const path of paths) {
    if (isOwn(path) && !files.installations.isInstalled(path) && files.kindOf(path) === 'file')
      found.add(path);
    for (const source of outputs.sourcesOf(path)) if (isOwn(source)) found.add(source);
  }
}

/** If no field leads to a file, adds the source that the package's bundle is probably built from. */
function addBundleEntry(files: WorkspaceFiles, project: Project, found: Set<string>): void {
  const entry = bundleEntries(project.root, '.', true).find((path) => files.kindOf(path) === 'file');
  if (entry !== undefined) found.add(entry);
}

function isInProject(root: string, projectRoot: string, target: string): boolean {
  const path = toWorkspacePath(root, target.replace(/\*.*$/, 'x'));
  return path !== undefined && isInside(projectRoot, path);
}

const extensions = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

function pathsFor(root: string, absolute: string): string[] {
  return [
    ...extensions.map((extension) => absolute + extension),
    ...extensions.slice(1).map((extension) => join(absolute, `index${extension}`)),
  ].flatMap((path) => toWorkspacePath(root, path) ?? []);
}

/** Expands a star, which matches any text, including slashes. For a missing build output, its sources are matched. */
function expand(files: WorkspaceFiles, outputs: BuildOutputs, absolute: string): string[] {
  const pattern = toWorkspacePath(files.root, absolute);
  if (pattern === undefined) return [];
  const star = pattern.indexOf('*');
  const folder = pattern.slice(0, star).replace(/\/?[^/]*$/, '') || '.';
  const found = globModules(files, fromWorkspacePath(files.root, folder), '**/*').filter((path) =>
    extensions.some((extension) => matchesStar(pattern + extension, path)),
  );
  // An output that is not built yet does not exist, but its sources do.
  const sources = outputs.isBuildOutput(pattern.replaceAll('*', 'x')) ? outputs.sourceFoldersOf(folder) : [];
  return [
    ...found,
    ...sources.flatMap((source) => files.pathsIn(source).filter((path) => /\.[cm]?[jt]sx?$/.test(path))),
  ];
}

function matchesStar(pattern: string, path: string): boolean {
  const [head = '', ...tails] = pattern.split('*');
  const tail = tails.at(-1) ?? '';
  return path.startsWith(head) && path.endsWith(tail) && path.length >= head.length + tail.length;
}
