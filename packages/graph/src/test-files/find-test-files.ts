import { join } from 'node:path';
import type { RunnerSyntax, Suite } from '@nx-testmon/core';
import { globFiles } from '../files/glob-files';
import { readText } from '../files/read-disk';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';
import { searchTestFiles } from './search-test-files';

export interface FoundTestFile {
  /** Path relative to the workspace root. */
  readonly path: string;
  /** `source`: contains its own tests. `typecheck`: is compiled, not run. */
  readonly kind: 'test' | 'source' | 'typecheck';
}

/**
 * Finds the test files of a suite as its test runner does. For Vitest: patterns relative to the suite's folder,
 * including names with a leading dot, with links to folders followed, and source files only if they contain
 * `import.meta.vitest`. One file may be found as two kinds.
 *
 * @param root absolute path of the workspace
 * @param syntax of the test runner
 */
export function findTestFiles(root: string, suite: Suite, syntax: RunnerSyntax): FoundTestFile[] {
  if (suite.search) return searchTestFiles(root, suite.search).map((path) => ({ path, kind: 'test' }));
  const folder = fromWorkspacePath(root, suite.dir);
  const find = (include: readonly string[], exclude: readonly string[], kind: FoundTestFile['kind']) =>
    globFiles(folder, include, exclude).flatMap((file) => {
      const path = toWorkspacePath(root, file);
      return path === undefined ? [] : [{ path, kind }];
    });
  return [
    ...find(suite.include, suite.exclude, 'test'),
    ...find(suite.includeSource, suite.exclude, 'source').filter(({ path }) =>
      hasOwnTests(readText(join(root, path)), syntax),
    ),
    ...find(suite.typecheck.include, suite.typecheck.exclude, 'typecheck'),
  ];
}

/** Paths of a suite's test files of every kind, relative to the workspace root, sorted, each once. */
export function globTestFiles(root: string, suite: Suite, syntax: RunnerSyntax): string[] {
  return [...new Set(findTestFiles(root, suite, syntax).map(({ path }) => path))].sort();
}

/** Whether a source file contains its own tests. */
export function hasOwnTests(text: string | undefined, { metaProperties }: RunnerSyntax): boolean {
  return metaProperties.some((property) => text?.includes(`import.meta.${property}`));
}
