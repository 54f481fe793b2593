import { posix } from 'node:path';
import { withoutQuery } from '@nx-testmon/core';
import { isInFolder, pathInFolder, pathOfModule } from './read-paths';
import { isTraced, type TargetLocator } from './target-locator';

/** How a module was asked for. */
export interface TracedImport {
  /** Absolute path or URL of the module that asks. */
  readonly from: string;
  readonly specifier: string;
  /** Absolute path or URL of what it led to; `undefined` where it led to nothing. */
  readonly found: string | undefined;
}

/** Stands for a module that is none of the workspace. */
const workspaceRoot = 'package.json';

const isAbsolutePath = /^(?:file:|\/|[A-Za-z]:[\\/])/;

/**
 * A specifier and the module of the workspace that uses it, in a form that means the same on every machine: paths are
 * relative.
 *
 * @returns `undefined` where the specifier is the path of the file itself, and where neither the module nor what it
 *   asks for is part of the workspace
 */
export function locateSpecifier(
  root: string,
  locator: TargetLocator,
  { from, specifier, found }: TracedImport,
): { readonly module: string; readonly specifier: string } | undefined {
  const asking = locator.locateModule(from);
  const isInside = asking !== undefined && isTraced(asking) && !asking.path.startsWith('../');
  // Most modules are those of packages.
  if (!isInside && !isAbsolutePath.test(specifier)) return undefined;
  const module = isInside ? asking.path : workspaceRoot;
  const path = pathOfSpecifier(specifier);
  if (path === undefined) return isInside ? { module, specifier: withoutQuery(specifier) } : undefined;
  const target = path.startsWith('.') ? posix.join(posix.dirname(module), path) : workspacePathOf(root, path);
  if (target === undefined || target.startsWith('../')) return undefined;
  const located = found === undefined ? undefined : locator.locateModule(found);
  if (located?.path === target) return undefined;
  const relative = posix.relative(posix.dirname(module), target);
  return { module, specifier: relative.startsWith('.') ? relative : `./${relative}` };
}

/** The path that a specifier names, absolute or relative; `undefined` where it names a package. */
function pathOfSpecifier(specifier: string): string | undefined {
  if (specifier.startsWith('file:')) return pathOfModule(specifier);
  const plain = withoutQuery(specifier).replace(/^\/@fs(?=\/)/, '');
  return /^(?:\.\.?(?:\/|$)|\/|[A-Za-z]:[\\/])/.test(plain) ? plain : undefined;
}

function workspacePathOf(root: string, absolute: string): string | undefined {
  return isInFolder(root, absolute) ? pathInFolder(root, absolute) : undefined;
}
