import { basename, extname } from 'node:path';
import { folderOf, isInside, joinWorkspacePath, type Resolution, withoutQuery } from '@nx-testmon/core';
import { fromWorkspacePath } from '../files/workspace-paths';
import { readFolder } from '../files/read-disk';
import type { WorkspaceFiles } from '../files/workspace-files';
import { parseSpecifier } from '../resolution/parse-specifier';

/**
 * Files that replace a mocked module: of the same name in `__mocks__` beside it, and for packages and builtins in
 * `__mocks__` at the given roots.
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
    addMockFiles(files, folder, stemOf(basename(module)), found);
  }
  const name = nameAtRoots(withoutQuery(specifier));
  for (const root of name === undefined ? [] : roots) {
    const path = `${joinWorkspacePath(root, '__mocks__')}/${name}`;
    addMockFiles(files, folderOf(path) ?? '.', stemOf(basename(path)), found);
    addMockFiles(files, folderOf(path) ?? '.', basename(path), found);
    addMockFiles(files, path, 'index', found);
  }
  return [...found].sort();
}

/** Files in any `__mocks__` folder below the roots, by the name that they replace, like Jest's own map of mocks. */
export class MockIndex {
  private byName: ReadonlyMap<string, readonly string[]> | undefined;

  /** @param roots folders relative to the workspace root */
  constructor(
    private readonly files: WorkspaceFiles,
    private readonly roots: readonly string[],
  ) {}

  /** Files in any `__mocks__` that Jest uses for imports of this name; none for relative names. */
  mockFiles(specifier: string): readonly string[] {
    if (this.roots.length === 0 || /^[./]/.test(specifier)) return [];
    const byName = (this.byName ??= mocksByName(this.files, this.roots));
    const name = withoutQuery(specifier).replace(/^node:/, '');
    return [name, `${name}/index`].flatMap((one) => byName.get(one) ?? []);
  }
}

function mocksByName(files: WorkspaceFiles, roots: readonly string[]): Map<string, string[]> {
  const byName = new Map<string, string[]>();
  for (const path of files.paths) {
    if (!roots.some((root) => isInside(root, path))) continue;
    const name = /(?:^|\/)__mocks__\/(.+)$/.exec(path)?.[1];
    if (name === undefined) continue;
    const key = name.slice(0, name.length - extname(name).length);
    byName.set(key, [...(byName.get(key) ?? []), path]);
  }
  return byName;
}

function nameAtRoots(specifier: string): string | undefined {
  const parsed = parseSpecifier(specifier);
  if (parsed.kind === 'package') return specifier;
  return parsed.kind === 'builtin' ? specifier.replace(/^node:/, '') : undefined;
}

function addMockFiles(files: WorkspaceFiles, folder: string, stem: string, found: Set<string>): void {
  for (const { name } of readFolder(fromWorkspacePath(files.root, folder)) ?? []) {
    const path = joinWorkspacePath(folder, name);
    if (stemOf(name) === stem && files.kindOf(path) === 'file') found.add(path);
  }
}

function stemOf(name: string): string {
  return name.slice(0, name.length - extname(name).length) || name;
}
