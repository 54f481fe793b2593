import * as fs from 'node:fs';
import { dirname, join, relative, isAbsolute } from 'node:path';
import type { Suite } from '@nx-testmon/core';
import fastGlob from 'fast-glob';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';
import { searchTestFiles } from './search-test-files';

export interface FoundTestFile {
  /** Path relative to the workspace root. */
  readonly path: string;
  /** `source`: holds tests of its own. `typecheck`: is compiled, not run. */
  readonly kind: 'test' | 'source' | 'typecheck';
}

/**
 * Finds the test files of a suite as its runner does. For Vitest: patterns relative to the suite's folder, names with a
 * leading dot included, links to folders followed, source files only where they name `import.meta.vitest`.
 * One file may be found as two kinds.
 *
 * @param root absolute path of the workspace
 */
export function findTestFiles(root: string, suite: Suite): FoundTestFile[] {
  if (suite.search) return searchTestFiles(root, suite.search).map((path) => ({ path, kind: 'test' }));
  const folder = fromWorkspacePath(root, suite.dir);
  const find = (include: readonly string[], exclude: readonly string[], kind: FoundTestFile['kind']) =>
    globFiles(folder, include, exclude).flatMap((file) => {
      const path = toWorkspacePath(root, file);
      return path === undefined ? [] : [{ path, kind }];
    });
  return [
    ...find(suite.include, suite.exclude, 'test'),
    ...find(suite.includeSource, suite.exclude, 'source').filter(({ path }) => holdsTests(join(root, path))),
    ...find(suite.typecheck.include, suite.typecheck.exclude, 'typecheck'),
  ];
}

/** Paths of a suite's test files of every kind, relative to the workspace root, sorted, each once. */
export function globTestFiles(root: string, suite: Suite): string[] {
  return [...new Set(findTestFiles(root, suite).map(({ path }) => path))].sort();
}

/** Absolute paths of the files that match. Patterns are relative to the folder, or absolute. */
export function globFiles(folder: string, include: readonly string[], exclude: readonly string[]): string[] {
  if (include.length === 0) return [];
  try {
    return fastGlob.sync(
      include.map((pattern) => toRelative(folder, pattern)),
      {
        cwd: folder,
        ignore: exclude.map((pattern) => toRelative(folder, pattern)),
        dot: true,
        absolute: true,
        onlyFiles: true,
        followSymbolicLinks: true,
        suppressErrors: true,
        fs: { readdirSync: withoutCycles(folder) },
      },
    );
  } catch {
    return [];
  }
}

function toRelative(folder: string, pattern: string): string {
  if (pattern.startsWith('!')) return `!${toRelative(folder, pattern.slice(1))}`;
  return isAbsolute(pattern) ? relative(folder, pattern) : pattern;
}

function holdsTests(file: string): boolean {
  try {
    return fs.readFileSync(file, 'utf8').includes('import.meta.vitest');
  } catch {
    return false;
  }
}

/**
 * Hides links that lead back to a folder which the way to them has entered twice. Vitest enters it the
 * second time too; a walk that follows every link would never end.
 */
function withoutCycles(top: string): typeof fs.readdirSync {
  const realPaths = new Map<string, string>();
  const realPath = (path: string): string => {
    let real = realPaths.get(path);
    if (real === undefined) realPaths.set(path, (real = realPathOf(path)));
    return real;
  };
  const leadsBack = (folder: string, name: string): boolean => {
    const target = realPath(join(folder, name));
    let times = 0;
    for (let at = folder; ; at = dirname(at)) {
      if (realPath(at) === target && ++times > 1) return true;
      if (at === top || dirname(at) === at) return false;
    }
  };
  const read = (folder: string, options: { withFileTypes: true }): fs.Dirent[] =>
    fs
      .readdirSync(folder, options)
      .filter((entry) => !entry.isSymbolicLink() || !leadsBack(folder, entry.name));
  return read as typeof fs.readdirSync;
}

function realPathOf(path: string): string {
  try {
    return fs.realpathSync(path);
  } catch {
    return path;
  }
}
