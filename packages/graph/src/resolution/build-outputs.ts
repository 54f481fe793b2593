import { extname, posix } from 'node:path';
import { folderOf, isInside, joinWorkspacePath, type Project } from '@nx-testmon/core';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';
import type { WorkspaceFiles } from '../files/workspace-files';
import { Memo } from '../memo';
import type { Tsconfigs } from './tsconfigs';

/** The output folder of a project's compiler, and its source folder. Workspace paths. */
interface Output {
  readonly folder: string;
  readonly sources: readonly string[];
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

export interface BuildOutputsInput {
  readonly files: WorkspaceFiles;
  readonly projects: readonly Project[];
  readonly projectRootOf: (path: string) => string;
  readonly tsconfigs: Tsconfigs;
}

/** Maps what builds write to what they read, by tsconfig files first and by convention after. */
export class BuildOutputs {
  private readonly outputs = new Memo((root) => this.readOutputsOf(root));
  private readonly sources = new Memo((path) => this.findSources(path));

  constructor(private readonly input: BuildOutputsInput) {}

  /** True for what a build writes, whether it is there now or not. */
  isBuildOutput(path: string): boolean {
    if (this.outputsHolding(path).length > 0) return true;
    // By convention only what git does not know is a build output.
    return !this.input.files.isListed(path) && this.conventionalSources(path).length > 0;
  }

  /** Source files that a build output is made from; empty where none is known. */
  sourcesOf(path: string): readonly string[] {
    return this.sources.get(path);
  }

  /** Folders that the files of an output folder are made from. */
  sourceFoldersOf(folder: string): readonly string[] {
    // Any name in the folder stands for all of it.
    const inside = joinWorkspacePath(folder, 'x.js');
    const byConfig = this.outputsHolding(inside).flatMap(({ folder: output, sources }) =>
      sources.map((source) => posix.join(source, folder.slice(output.length))),
    );
    const candidates =
      byConfig.length > 0 ? byConfig : this.conventionalSources(inside).map((path) => folderOf(path)!);
    const isOther = (path: string) => path !== folder && this.input.files.kindOf(path) === 'folder';
    return [...new Set(candidates)].filter(isOther);
  }

  private readOutputsOf(root: string): readonly Output[] {
    const { files, tsconfigs } = this.input;
    return tsconfigs.inFolder(root).flatMap(({ options }) => readOutputs(files.root, root, options));
  }

  /** Outputs that hold a path: its own project's, or another's that writes to a shared folder. */
  private outputsHolding(path: string): readonly Output[] {
    const { files, projects, projectRootOf } = this.input;
    const holds = ({ folder }: Output) => isInside(folder, path) && path !== folder;
    const own = this.outputs.get(projectRootOf(path)).filter(holds);
    // A listed file outside its own project's output is a source: no need to read every tsconfig there is.
    if (own.length > 0 || files.isListed(path)) return own;
    return projects.flatMap(({ root }) => this.outputs.get(root)).filter(holds);
  }

  private findSources(path: string): readonly string[] {
    const { files } = this.input;
    const byConfig = this.outputsHolding(path).flatMap(({ folder, sources }) =>
      sources.map((source) => joinWorkspacePath(source, path.slice(folder.length + 1))),
    );
    for (const candidates of [byConfig, this.conventionalSources(path)]) {
      const found = candidates
        .flatMap((candidate) => sourceNames(candidate))
        .filter((name) => name !== path && files.kindOf(name) === 'file' && !this.isBuildOutput(name));
      if (found.length > 0) return [...new Set(found)];
    }
    return [];
  }

  /** Paths that the file may be made from by the names of its folders, whether anything is there or not. */
  private conventionalSources(path: string): string[] {
    const root = this.input.projectRootOf(path);
    const parts = (root === '.' ? path : path.slice(root.length + 1)).split('/');
    const first = parts.findIndex((part) => conventional.has(part));
    if (first < 0 || first === parts.length - 1) return [];
    // `src/lib/a.ts` is a source, and so is everything else in a source folder, and so is a file that no build writes.
    if (parts.slice(0, first).includes('src') || !mayBeWritten(path, this.input.files.isListed(path)))
      return [];
    const before = [root, ...parts.slice(0, first)].reduce(joinWorkspacePath);
    const candidates: string[] = [];
    for (let rest = parts.slice(first + 1); ; rest = rest.slice(1)) {
      const tail = rest.join('/');
      candidates.push(joinWorkspacePath(before, `src/${tail}`), joinWorkspacePath(before, tail));
      // `dist/libs/a/src/index.js` at the root of a workspace stands for `libs/a/src/index.ts`.
      if (before !== '.') candidates.push(tail);
      if (rest.length < 2 || !formats.has(rest[0]!)) return candidates;
    }
  }
}

function readOutputs(
  workspaceRoot: string,
  root: string,
  options: Readonly<Record<string, unknown>>,
): Output[] {
  const toPath = (value: unknown): string | undefined =>
    typeof value === 'string'
      ? toWorkspacePath(workspaceRoot, posix.resolve(fromWorkspacePath(workspaceRoot, root), value))
      : undefined;
  const rootDir = toPath(options['rootDir']);
  const sources = rootDir === undefined ? [root, joinWorkspacePath(root, 'src')] : [rootDir];
  return [options['outDir'], options['declarationDir']].flatMap((value) => {
    const folder = toPath(value);
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
  const stems = name === '' ? [] : [`src/${stem}`, `src/${stem}/index`, `${stem}/src/index`];
  if (isDeclared || name === '') stems.push('src/index');
  return stems.flatMap((source) =>
    scriptExtensions.map((extension) => joinWorkspacePath(folder, source + extension)),
  );
}
