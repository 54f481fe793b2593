import { extname, posix } from 'node:path';
import type { Project } from '@nx-testmon/core';
import {
  folderOf,
  fromWorkspacePath,
  isInside,
  joinWorkspacePath,
  toWorkspacePath,
} from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import type { Tsconfigs } from './tsconfigs';

/** Where a project's compiler writes, and where what it writes comes from. Workspace paths. */
interface Output {
  readonly folder: string;
  readonly sources: readonly string[];
}

export interface BuildOutputs {
  /** True for what a build writes, whether it is there now or not. */
  isBuildOutput(path: string): boolean;
  /** Source files that a build output is made from; empty where none is known. */
  sourcesOf(path: string): readonly string[];
  /** Folders that the files of an output folder are made from. */
  sourceFoldersOf(folder: string): readonly string[];
}

/** Folder names that builds write to where no tsconfig says so, and formats nested in them. */
const conventional = new Set(['dist', 'build', 'lib', 'out-tsc', 'out', 'esm', 'cjs']);
const formats = new Set([
  'esm',
  'cjs',
  'es',
  'lib',
  'dist',
  'src',
  'module',
  'commonjs',
  'node',
  'browser',
  'types',
]);
const scriptExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte'];

/** Maps what builds write to what they read, by tsconfig files first and by convention after. */
export function findBuildOutputs(
  files: WorkspaceFiles,
  projects: readonly Project[],
  projectRootOf: (path: string) => string,
  tsconfigs: Tsconfigs,
): BuildOutputs {
  const outputs = new Map<string, readonly Output[]>();
  const sources = new Map<string, readonly string[]>();

  function outputsOf(root: string): readonly Output[] {
    let known = outputs.get(root);
    if (!known) {
      known = tsconfigs.inFolder(root).flatMap((tsconfig) => readOutputs(files.root, root, tsconfig.options));
      outputs.set(root, known);
    }
    return known;
  }

  /** Outputs that hold a path: its own project's, or another's that writes to a shared folder. */
  function outputsHolding(path: string): readonly Output[] {
    const holds = ({ folder }: Output) => isInside(folder, path) && path !== folder;
    const own = outputsOf(projectRootOf(path)).filter(holds);
    // A listed file outside its own project's output is a source: no need to read every tsconfig there is.
    if (own.length > 0 || files.isListed(path)) return own;
    return projects.flatMap(({ root }) => outputsOf(root)).filter(holds);
  }

  function conventionalCandidates(path: string): string[] {
    const root = projectRootOf(path);
    const inner = root === '.' ? path : path.slice(root.length + 1);
    const parts = inner.split('/');
    const candidates: string[] = [];
    const first = parts.findIndex((part) => conventional.has(part));
    if (first < 0 || first === parts.length - 1) return [];
    // `src/lib/a.ts` is a source, and so is everything else in a source folder or that only a person writes.
    if (parts.slice(0, first).includes('src') || !mayBeWritten(path, files.isListed(path))) return [];
    const before = [root, ...parts.slice(0, first)].reduce(joinWorkspacePath);
    let rest = parts.slice(first + 1);
    for (;;) {
      const tail = rest.join('/');
      candidates.push(joinWorkspacePath(before, `src/${tail}`), joinWorkspacePath(before, tail));
      // `dist/libs/a/src/index.js` at the root of a workspace stands for `libs/a/src/index.ts`.
      if (before !== '.') candidates.push(tail);
      if (rest.length < 2 || !formats.has(rest[0]!)) break;
      rest = rest.slice(1);
    }
    return candidates;
  }

  function findSources(path: string): readonly string[] {
    const byConfig = outputsHolding(path).flatMap(({ folder, sources }) =>
      sources.map((source) => joinWorkspacePath(source, path.slice(folder.length + 1))),
    );
    for (const candidates of [byConfig, conventionalCandidates(path)]) {
      const found = candidates
        .flatMap((candidate) => sourceNames(candidate))
        .filter((name) => name !== path && files.kindOf(name) === 'file' && !isBuildOutput(name));
      if (found.length > 0) return [...new Set(found)];
    }
    return [];
  }

  /** By configuration, or by convention for what git does not know. */
  function isBuildOutput(path: string): boolean {
    if (outputsHolding(path).length > 0) return true;
    return !files.isListed(path) && conventionalCandidates(path).length > 0;
  }

  function sourceFoldersOf(folder: string): readonly string[] {
    // Any name in the folder stands for all of it.
    const inside = joinWorkspacePath(folder, 'x.js');
    const byConfig = outputsHolding(inside).flatMap(({ folder: output, sources }) =>
      sources.map((source) => posix.join(source, folder.slice(output.length))),
    );
    const candidates =
      byConfig.length > 0 ? byConfig : conventionalCandidates(inside).map((path) => folderOf(path)!);
    return [...new Set(candidates)].filter((path) => files.kindOf(path) === 'folder' && path !== folder);
  }

  return {
    isBuildOutput,
    sourceFoldersOf,
    sourcesOf(path) {
      let known = sources.get(path);
      if (!known) sources.set(path, (known = findSources(path)));
      return known;
    },
  };
}

function readOutputs(
  workspaceRoot: string,
  root: string,
  options: Readonly<Record<string, unknown>>,
): Output[] {
  const place = (value: unknown): string | undefined =>
    typeof value === 'string'
      ? toWorkspacePath(workspaceRoot, posix.resolve(fromWorkspacePath(workspaceRoot, root), value))
      : undefined;
  const rootDir = place(options['rootDir']);
  const sources = rootDir === undefined ? [root, joinWorkspacePath(root, 'src')] : [rootDir];
  return [options['outDir'], options['declarationDir']].flatMap((value) => {
    const folder = place(value);
    // Compiling in place is no output folder: everything would be an output.
    if (folder === undefined || isInside(folder, root) || sources.some((source) => source === folder))
      return [];
    return [{ folder, sources }];
  });
}

/** Compilers write scripts and declarations; files of other kinds are copied, and then git ignores the copy. */
function mayBeWritten(path: string, isListed: boolean): boolean {
  if (/\.([cm]?jsx?|d\.[cm]?ts|map)$/.test(path)) return true;
  return !isListed && !/\.([cm]?ts|tsx)$/.test(path);
}

/** Names a source may have, by the name of what is made from it. */
function sourceNames(path: string): string[] {
  const declaration = /\.d\.[cm]?ts$/.exec(path)?.[0];
  const map = /\.map$/.test(path) ? sourceNames(path.slice(0, -4)) : [];
  const extension = declaration ?? extname(path);
  if (!declaration && !/^\.[cm]?jsx?$/.test(extension)) return [path, ...map];
  const stem = path.slice(0, path.length - extension.length);
  return scriptExtensions.map((candidate) => stem + candidate);
}

/**
 * Sources that a bundle of a package's entry is likely made from.
 *
 * @param isDeclared whether the manifest names the entry: what it names is somewhere in the package
 */
export function bundleEntries(folder: string, subpath: string, isDeclared: boolean): string[] {
  const name = subpath.replace(/^\.\/?/, '');
  const stem = name.slice(0, name.length - extname(name).length) || name;
  const places = name === '' ? [] : [`src/${stem}`, `src/${stem}/index`, `${stem}/src/index`];
  if (isDeclared || name === '') places.push('src/index');
  return places.flatMap((place) =>
    scriptExtensions.map((extension) => joinWorkspacePath(folder, place + extension)),
  );
}
