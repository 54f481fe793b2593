import { type Dirent, existsSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs';
import * as nodePath from 'node:path';
import { join } from 'node:path';
import { rethrowUnlessPathError, toWorkspacePath } from '@nx-testmon/core';
import { testRunners } from '../test-runners';

/**
 * Links the installed packages of a workspace into another checkout of it. Links to the workspace's own
 * packages lead to those of the checkout; caches are not linked.
 */
export function linkInstalled(from: string, to: string, projectRoots: readonly string[]): void {
  for (const root of new Set(['.', ...projectRoots])) {
    const installed = join(from, root, 'node_modules');
    if (existsSync(installed) && existsSync(join(to, root))) {
      linkFolder({ from, to }, installed, join(to, root, 'node_modules'));
    }
  }
}

interface Roots {
  readonly from: string;
  readonly to: string;
}

function linkFolder(roots: Roots, installed: string, target: string): void {
  mkdirSync(target, { recursive: true });
  for (const entry of readdirSync(installed, { withFileTypes: true })) {
    if (isCache(entry.name)) continue;
    const [source, link] = [join(installed, entry.name), join(target, entry.name)];
    if (entry.isDirectory() && entry.name.startsWith('@')) linkFolder(roots, source, link);
    else if (!existsSync(link)) symlinkSync(targetOf(roots, source, entry), link);
  }
}

function isCache(name: string): boolean {
  return (
    /^\.(cache|nx)/.test(name) ||
    testRunners.some(({ installedCaches }) => installedCaches?.test(name) === true)
  );
}

function targetOf({ from, to }: Roots, source: string, entry: Dirent): string {
  if (!entry.isSymbolicLink()) return source;
  const real = realPathOf(source);
  const path = toWorkspacePath(nodePath, from, real);
  if (path === undefined || path === '.' || /(^|\/)node_modules(\/|$)/.test(path)) return real;
  return join(to, path);
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    rethrowUnlessPathError(error);
    return path;
  }
}
