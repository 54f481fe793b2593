import { readdirSync } from 'node:fs';
import {
  createFilesMatcher,
  createPathsMatcher,
  parseTsconfig,
  type TsConfigJsonResolved,
} from 'get-tsconfig';
import {
  foldersUpward,
  formatWorkspaceText,
  isObject,
  joinWorkspacePath,
  type Problem,
  rethrowUnlessPathError,
} from '@nx-testmon/core';
import { addProblem } from '../files/add-problem';
import type { WorkspaceFiles } from '../files/workspace-files';
import { fromWorkspacePath } from '../files/workspace-paths';
import { parseJsonObject } from '../files/parse-json';
import { Memo } from '../memo';
import { matchesPattern } from './matches-pattern';

/** One tsconfig file with everything it extends. */
export interface Tsconfig {
  /** Relative to the workspace root. */
  readonly path: string;
  readonly text: string;
  /** With `extends` applied; paths in it are relative to the file's own folder. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The whole file with `extends` applied; `undefined` if it can't be read. */
  readonly settings: unknown;
  /** Whether `files`, `include` and `exclude` make a file part of the program. */
  includes(absolute: string): boolean;
  /** False if the file, or a file it extends, can't be read. Then `options` contains only its own options. */
  readonly readable: boolean;
  /** Absolute paths that `compilerOptions.paths` has for a specifier; `mapped` is false if only `baseUrl` applies. */
  candidates(specifier: string): { readonly paths: readonly string[]; readonly mapped: boolean };
}

const isTsconfigName = (name: string) => /^tsconfig.*\.json$/.test(name);

/** The tsconfig files of a workspace. Each is read once, on the first call. */
export class Tsconfigs {
  private readonly byFolder = new Memo((folder) => this.read(folder));
  private readonly byPath = new Memo((path) => this.readFile(path));
  private readonly nearest = new Memo((folder) => this.findNearest(folder));
  private readonly cache = new Map<string, never>();

  /** @param problems receives one for each file that can't be read */
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly problems: Problem[],
  ) {}

  /** Every `tsconfig*.json` of a folder, sorted by name. */
  inFolder(folder: string): readonly Tsconfig[] {
    return this.byFolder.get(folder);
  }

  /** The file at a path, whatever its name; `undefined` if there is none. */
  at(path: string): Tsconfig | undefined {
    return this.byPath.get(path);
  }

  /** Nearest folder upward that contains one; `undefined` if there is none. */
  folderFor(folder: string): string | undefined {
    return this.nearest.get(folder);
  }

  private read(folder: string): readonly Tsconfig[] {
    return namesIn(fromWorkspacePath(this.files.root, folder)).flatMap(
      (name) => this.at(joinWorkspacePath(folder, name)) ?? [],
    );
  }

  private findNearest(folder: string): string | undefined {
    for (const at of foldersUpward(folder)) if (this.inFolder(at).length > 0) return at;
    return undefined;
  }

  private readFile(path: string): Tsconfig | undefined {
    const text = this.files.text(path);
    if (text === undefined) return undefined;
    const absolute = fromWorkspacePath(this.files.root, path);
    const own = parseJsonObject(text);
    const config = own && parseExtended(absolute, this.cache);
    const readable = config !== undefined || text.trim() === '';
    if (!readable) addProblem(this.problems, { kind: 'tsconfig-unreadable', path });
    const options = config?.compilerOptions ?? own?.['compilerOptions'];
    return {
      path,
      text,
      options: isObject(options) ? options : {},
      readable,
      settings: config && withoutRoot(this.files.root, config),
      includes: filesMatcher(absolute, config),
      candidates: pathsMatcher(absolute, config ?? { compilerOptions: options as never }),
    };
  }
}

function namesIn(absolute: string): string[] {
  try {
    return readdirSync(absolute).filter(isTsconfigName).sort();
  } catch (error) {
    rethrowUnlessPathError(error);
    return [];
  }
}

function parseExtended(absolute: string, cache: Map<string, never>): TsConfigJsonResolved | undefined {
  try {
    return parseTsconfig(absolute, cache);
  } catch {
    return undefined; // the library's errors, for a file that is missing, not valid, or extends such a one
  }
}

/** The same on every machine. */
function withoutRoot(root: string, config: TsConfigJsonResolved): unknown {
  return JSON.parse(formatWorkspaceText(JSON.stringify(root).slice(1, -1), JSON.stringify(config)));
}

/** Created on the first call. A file that can't be read includes everything. */
function filesMatcher(path: string, config: TsConfigJsonResolved | undefined): Tsconfig['includes'] {
  let matcher: ReturnType<typeof createFilesMatcher> | undefined;
  return (absolute) => {
    if (!config) return true;
    try {
      matcher ??= createFilesMatcher({ path, config });
      return matcher(absolute) !== undefined;
    } catch {
      return true;
    }
  };
}

function pathsMatcher(absolute: string, config: TsConfigJsonResolved): Tsconfig['candidates'] {
  const none = { paths: [], mapped: false };
  const mapping: unknown = config.compilerOptions?.paths;
  // `*` matches every specifier, so it does not show that a file is missing.
  const patterns = isObject(mapping) ? Object.keys(mapping).filter((pattern) => pattern !== '*') : [];
  const matcher = createMatcher(absolute, config);
  if (!matcher) return () => none;
  return (specifier) => ({
    paths: matcher(specifier),
    mapped: patterns.some((pattern) => matchesPattern(pattern, specifier)),
  });
}

/** `tsc` rejects targets such as `libs/a` without a `baseUrl`; bundlers resolve them in the tsconfig's folder. */
function createMatcher(absolute: string, config: TsConfigJsonResolved) {
  for (const baseUrl of [{}, { baseUrl: './' }]) {
    try {
      const compilerOptions = { ...config.compilerOptions, ...baseUrl };
      return createPathsMatcher({ path: absolute, config: { ...config, compilerOptions } });
    } catch {
      // Try the next one. A mapping that can't be read maps nothing.
    }
  }
  return null;
}
