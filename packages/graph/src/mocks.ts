import { readdirSync } from 'node:fs';
import { basename, extname } from 'node:path';
import type { Resolution } from '@nx-testmon/core';
import { folderOf, fromWorkspacePath, joinWorkspacePath } from './files/paths';
import type { WorkspaceFiles } from './files/workspace-files';
import { parseSpecifier, withoutQuery } from './resolution/specifier';

/**
 * Files that stand in for a mocked module: of the same name in `__mocks__` beside it, and for packages and
 * builtins in `__mocks__` at the given roots.
 *
 * @returns paths relative to the workspace root, sorted
 */
export function findMocks(
  files: WorkspaceFiles,
  resolution: Resolution,
  specifier: string,
  roots: readonly string[],
): readonly string[] {
  const found = new Set<string>();
  for (const module of resolution.modules) {
    const folder = joinWorkspacePath(folderOf(module) ?? '.', '__mocks__');
    addStandIns(files, folder, stemOf(basename(module)), found);
  }
  const name = nameAtRoots(withoutQuery(specifier));
  for (const root of name === undefined ? [] : roots) {
    const place = `${joinWorkspacePath(root, '__mocks__')}/${name}`;
    addStandIns(files, folderOf(place) ?? '.', stemOf(basename(place)), found);
    addStandIns(files, folderOf(place) ?? '.', basename(place), found);
    addStandIns(files, place, 'index', found);
  }
  return [...found].sort();
}

function nameAtRoots(specifier: string): string | undefined {
  const parsed = parseSpecifier(specifier);
  if (parsed.kind === 'package') return specifier;
  return parsed.kind === 'builtin' ? specifier.replace(/^node:/, '') : undefined;
}

function addStandIns(files: WorkspaceFiles, folder: string, stem: string, found: Set<string>): void {
  for (const name of namesIn(fromWorkspacePath(files.root, folder))) {
    const path = joinWorkspacePath(folder, name);
    if (stemOf(name) === stem && files.kindOf(path) === 'file') found.add(path);
  }
}

function stemOf(name: string): string {
  return name.slice(0, name.length - extname(name).length) || name;
}

function namesIn(absolute: string): string[] {
  try {
    return readdirSync(absolute);
  } catch {
    return [];
  }
}
