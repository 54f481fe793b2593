import { readdirSync } from 'node:fs';
import { createPathsMatcher, parseTsconfig, type TsConfigJsonResolved } from 'get-tsconfig';
import type { WorkspaceFiles } from '../files/workspace-files';
import { foldersUpward, fromWorkspacePath, joinWorkspacePath } from '../files/workspace-paths';
import { isObject, parseJsonObject } from '../files/parse-json';

/** One tsconfig file with all it extends. */
export interface Tsconfig {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly text: string;
  /** With `extends` applied; paths in it are relative to the file's own folder. */
  readonly options: Readonly<Record<string, unknown>>;
  /** False where the file, or one it extends, can't be read: its options are then its own alone. */
  readonly readable: boolean;
  /** Absolute paths that `compilerOptions.paths` gives a specifier; `mapped` is false for `baseUrl` alone. */
  candidates(specifier: string): { readonly paths: readonly string[]; readonly mapped: boolean };
}

export interface Tsconfigs {
  /** Every `tsconfig*.json` of a folder, sorted by name. */
  inFolder(folder: string): readonly Tsconfig[];
  /** Nearest folder upward that holds one; `undefined` where there is none. */
  folderFor(folder: string): string | undefined;
}

const isTsconfigName = (name: string) => /^tsconfig.*\.json$/.test(name);

/** Reads tsconfig files as they are asked for, each once. */
export function readTsconfigs(files: WorkspaceFiles, notes: string[]): Tsconfigs {
  const folders = new Map<string, readonly Tsconfig[]>();
  const cache = new Map<string, never>();

  function inFolder(folder: string): readonly Tsconfig[] {
    let known = folders.get(folder);
    if (!known) {
      known = namesIn(fromWorkspacePath(files.root, folder)).flatMap(
        (name) => readTsconfig(files, joinWorkspacePath(folder, name), cache, notes) ?? [],
      );
      folders.set(folder, known);
    }
    return known;
  }

  return {
    inFolder,
    folderFor(folder) {
      for (const at of foldersUpward(folder)) if (inFolder(at).length > 0) return at;
      return undefined;
    },
  };
}

function namesIn(absolute: string): string[] {
  try {
    return readdirSync(absolute).filter(isTsconfigName).sort();
  } catch {
    return [];
  }
}

function readTsconfig(
  files: WorkspaceFiles,
  path: string,
  cache: Map<string, never>,
  notes: string[],
): Tsconfig | undefined {
  const text = files.text(path);
  if (text === undefined) return undefined;
  const own = parseJsonObject(text);
  const config = own && parseExtended(fromWorkspacePath(files.root, path), cache);
  const readable = config !== undefined || text.trim() === '';
  if (!readable) notes.push(`${path} or what it extends can't be read`);
  const options = config?.compilerOptions ?? own?.['compilerOptions'];
  return {
    path,
    text,
    options: isObject(options) ? options : {},
    readable,
    candidates: pathsMatcher(
      fromWorkspacePath(files.root, path),
      config ?? { compilerOptions: options as never },
    ),
  };
}

function parseExtended(absolute: string, cache: Map<string, never>): TsConfigJsonResolved | undefined {
  try {
    return parseTsconfig(absolute, cache);
  } catch {
    return undefined;
  }
}

function pathsMatcher(absolute: string, config: TsConfigJsonResolved): Tsconfig['candidates'] {
  const none = { paths: [], mapped: false };
  const mapping: unknown = config.compilerOptions?.paths;
  // `*` names everything, so it says nothing about where a specifier should be.
  const patterns = isObject(mapping) ? Object.keys(mapping).filter((pattern) => pattern !== '*') : [];
  const matcher = createMatcher(absolute, config);
  if (!matcher) return () => none;
  return (specifier) => ({
    paths: matcher(specifier),
    mapped: patterns.some((pattern) => matchesPattern(pattern, specifier)),
  });
}

/** `tsc` refuses targets like `libs/a` without a `baseUrl`; bundlers take them from the tsconfig's folder. */
function createMatcher(absolute: string, config: TsConfigJsonResolved) {
  for (const baseUrl of [{}, { baseUrl: './' }]) {
    try {
      const compilerOptions = { ...config.compilerOptions, ...baseUrl };
      return createPathsMatcher({ path: absolute, config: { ...config, compilerOptions } });
    } catch {
      // The next one, or none: a mapping that can't be read maps nothing.
    }
  }
  return null;
}

/** A pattern of `paths` or of a package's `exports`: at most one `*`, which stands for any text. */
export function matchesPattern(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const head = pattern.slice(0, star);
  const tail = pattern.slice(star + 1);
  return text.length >= head.length + tail.length && text.startsWith(head) && text.endsWith(tail);
}
