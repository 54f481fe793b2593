import { isAbsolute, join } from 'node:path';
import type { Project } from '@nx-testmon/core';
import { globFiles } from '../test-files/find-test-files';
import { isObject } from '../files/parse-json';
import { fromWorkspacePath, isInNodeModules, isInside, toWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { bundleEntries, type BuildOutputs } from '../resolution/build-outputs';
import { allTargets, type Manifests } from '../resolution/package-manifests';
import type { Tsconfigs } from '../resolution/tsconfigs';

export interface EntryPointsInput {
  readonly files: WorkspaceFiles;
  readonly manifests: Manifests;
  readonly tsconfigs: Tsconfigs;
  readonly outputs: BuildOutputs;
}

/**
 * Modules of a project that other projects may import: what `package.json` exports, with build outputs
 * mapped to their sources, and what tsconfig paths at the workspace root lead to. Sorted.
 */
export function findEntryPoints(
  { files, manifests, tsconfigs, outputs }: EntryPointsInput,
  project: Project,
): string[] {
  const root = fromWorkspacePath(files.root, project.root);
  const fields = manifests.inFolder(project.root)?.fields;
  const found = new Set<string>();
  const add = (path: string) => {
    if (isInside(project.root, path) && !isInNodeModules(path) && files.kindOf(path) === 'file')
      found.add(path);
    for (const source of outputs.sourcesOf(path)) if (isInside(project.root, source)) found.add(source);
  };
  const addTarget = (folder: string, target: string) => {
    const absolute = isAbsolute(target) ? target : join(folder, target);
    const places = target.includes('*') ? expand(files, outputs, absolute) : pathsFor(files.root, absolute);
    for (const path of places) add(path);
  };

  const targets = fields ? ['main', 'module', 'exports', 'bin', 'types', 'typings', 'source', 'browser'] : [];
  for (const field of targets) for (const target of allTargets(fields![field])) addTarget(root, target);
  if (fields && found.size === 0) {
    const entry = bundleEntries(project.root, '.', true).find((path) => files.kindOf(path) === 'file');
    if (entry !== undefined) found.add(entry);
  }
  for (const folder of new Set(['.', project.root])) {
    for (const tsconfig of tsconfigs.inFolder(folder)) {
      const paths = tsconfig.options['paths'];
      if (!isObject(paths)) continue;
      for (const pattern of Object.keys(paths)) {
        // The text for `*` goes through unchanged, so the pattern's own star marks its place.
        for (const target of tsconfig.candidates(pattern).paths) {
          if (isInProject(files.root, project.root, target)) addTarget(root, target);
        }
      }
    }
  }
  return [...found].sort();
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
  ].flatMap((place) => toWorkspacePath(root, place) ?? []);
}

/** A star stands for any text, slashes included; in a build output that is not there, for its sources. */
function expand(files: WorkspaceFiles, outputs: BuildOutputs, absolute: string): string[] {
  const pattern = toWorkspacePath(files.root, absolute);
  if (pattern === undefined) return [];
  const star = pattern.indexOf('*');
  const folder = pattern.slice(0, star).replace(/\/?[^/]*$/, '') || '.';
  const found = globFiles(fromWorkspacePath(files.root, folder), ['**/*'], ['**/node_modules/**'])
    .flatMap((file) => toWorkspacePath(files.root, file) ?? [])
    .filter((path) => extensions.some((extension) => matchesStar(pattern + extension, path)));
  // What is not built yet has no file of its own, but its sources are there.
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
