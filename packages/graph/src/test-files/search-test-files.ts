import { join } from 'node:path';
import { parseWorkspaceText, type TestFileSearch } from '@nx-testmon/core';
import picomatch from 'picomatch';
import { readFolder } from '../files/read-disk';
import { fromWorkspacePath, toWorkspacePath } from '../files/workspace-paths';

/** Jest never searches these folders, whatever its patterns are. */
const leftOut = new Set(['node_modules', '.git', '.hg', '.sl']);

/**
 * Finds test files as Jest does: it searches its roots, follows no links, and compares absolute paths.
 *
 * @param root absolute path of the workspace
 * @returns paths relative to the workspace root, sorted
 */
export function searchTestFiles(root: string, search: TestFileSearch): string[] {
  const isTestFile = createMatcher(root, search);
  const found = new Set<string>();
  for (const start of search.roots) {
    for (const file of listFolder(fromWorkspacePath(root, start), search.extensions)) {
      const path = isTestFile(file) ? toWorkspacePath(root, file) : undefined;
      if (path !== undefined) found.add(path);
    }
  }
  return [...found].sort();
}

function createMatcher(root: string, search: TestFileSearch): (file: string) => boolean {
  const atRoot = (pattern: string) => parseWorkspaceText(root.replaceAll('\\', '/'), pattern);
  const matchers = search.testMatch.map((pattern) => {
    const isNegative = pattern.startsWith('!');
    const match = picomatch(atRoot(isNegative ? pattern.slice(1) : pattern), { dot: true });
    return { isNegative, match };
  });
  const wanted = search.testRegex.map((source) => new RegExp(atRoot(source)));
  const ignored = search.ignore.map((source) => new RegExp(atRoot(source)));
  return (file) => {
    const path = file.replaceAll('\\', '/');
    if (ignored.some((expression) => expression.test(file))) return false;
    if (wanted.length > 0 && !wanted.some((expression) => expression.test(file))) return false;
    let isMatched = matchers.length === 0 || matchers.every(({ isNegative }) => isNegative);
    for (const { isNegative, match } of matchers) if (match(path)) isMatched = !isNegative;
    return isMatched;
  };
}

function listFolder(folder: string, extensions: readonly string[]): string[] {
  const files: string[] = [];
  const open = [folder];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const entry of readFolder(at) ?? []) {
      if (entry.isDirectory()) {
        if (!leftOut.has(entry.name)) open.push(join(at, entry.name));
      } else if (entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension))) {
        files.push(join(at, entry.name));
      }
    }
  }
  return files;
}
