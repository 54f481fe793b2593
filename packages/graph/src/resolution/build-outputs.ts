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

/** Names of folders that builds write to if no tsconfig contains one, and of formats nested in them. */
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

/** Maps the outputs of builds to their sources, first by tsconfig files and then by convention. */
export class BuildOutputs {
  private readonly outputs = new Memo((root) => this.readOutputsOf(root));
  private readonly sources = new Memo((path) => this.findSources(path));

  constructor(private readonly input: BuildOutputsInput) {}

  /** True for paths that a build writes, even if they do not exist yet. */
  isBuildOutput(path: string): boolean {
    if (this.outputsHolding(path).length > 0) return true;
    // By convention, only files that git does not track are build outputs.
    return !this.input.files.isListed(path) && this.conventionalSources(path).length > 0;
  }

  /** Source files from which a build output is made; empty if none is known. */
  sourcesOf(path: string): readonly string[] {
    return this.sources.get(path);
  }

  /** Folders from which the files of an output folder are made. */
  sourceFoldersOf(folder: string): readonly string[] {
    // Any name in the folder represents the whole folder.
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

  /** Outputs that contain a path: those of its own project, or of another project that writes to a shared folder. */
  private outputsHolding(path: string): readonly Output[] {
    const { files, projects, projectRootOf } = this.input;
    const holds = ({ folder }: Output) => isInside(folder, path) && path !== folder;
    const own = this.outputs.get(projectRootOf(path)).filter(holds);
    // A listed file outside the outputs of its own project is a source, so the other tsconfig files need not be read.
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

  /** Paths from which the file may be made, according to the names of its folders, whether they exist or not. */
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
      // `dist/libs/a/src/index.js` at the root of a workspace is made from `libs/a/src/index.ts`.
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
    // Compiling in place has no output folder; otherwise every file would be an output.
    if (folder === undefined || isInside(folder, root) || sources.some((source) => source === folder))
      return [];
    return [{ folder, sources }];
  });
}

/**
 * Whether a compiler may write the file: scripts and declarations. Files of other kinds are copied, and git ignores
 * the copies.
 */
function mayBeWritten(path: string, isListed: boolean): boolean {
  if (/\.([cm]?jsx?|d\.[cm]?ts|map)$/.test(path)) return true;
  return !isListed && !/\.([cm]?ts|tsx)$/.test(path);
}

/** Possible names of a source, by the name of its output. */
function sourceNames(path: string): string[] {
  const declaration = /\.d\.[cm]?ts$/.exec(path)?.[0];
  const map = /\.map$/.test(path) ? sourceNames(path.slice(0, -4)) : [];
  const extension = declaration ?? extname(path);
  if (!declaration && !/^\.[cm]?jsx?$/.test(extension)) return [path, ...map];
  const stem = path.slice(0, path.length - extension.length);
  return scriptExtensions.map((candidate) => stem + candidate);
}

/**
 * Sources from which a bundle of a package's entry is probably made.
 *
 * @param isDeclared whether the manifest names the entry. Then its source is somewhere in the package
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
