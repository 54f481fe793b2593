import { posix } from 'node:path';
import { withoutQuery } from '@nx-testmon/core';
import { isInFolder, pathInFolder, pathOfModule } from './read-paths';
import { isTraced, type TargetLocator } from './target-locator';

/** The specifier of a load, and its result. */
export interface TracedImport {
  /** Absolute path or URL of the importing module. */
  readonly from: string;
  readonly specifier: string;
  /** Absolute path or URL of the loaded module; `undefined` if it was not found. */
  readonly found: string | undefined;
}

/** Represents a module outside of the workspace. */
const workspaceRoot = 'package.json';

const isAbsolutePath = /^(?:file:|\/|[A-Za-z]:[\\/])/;

/**
 * A specifier and the module of the workspace that uses it, in a form that is the same on every machine:
 * paths are relative.
 *
 * @returns `undefined` if the specifier is the path of the file itself, or if neither the importing nor the
 * loaded module is part of the workspace
 */
export function locateSpecifier(
  root: string,
  locator: TargetLocator,
  { from, specifier, found }: TracedImport,
): { readonly module: string; readonly specifier: string } | undefined {
  const asking = locator.locateModule(from);
  const isInside = asking !== undefined && isTraced(asking) && !asking.path.startsWith('../');
  // Most modules belong to packages.
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

/** The absolute or relative path that a specifier names; `undefined` if it names a package. */
function pathOfSpecifier(specifier: string): string | undefined {
  if (specifier.startsWith('file:')) return pathOfModule(specifier);
  const plain = withoutQuery(specifier).replace(/^\/@fs(?=\/)/, '');
  return /^(?:\.\.?(?:\/|$)|\/|[A-Za-z]:[\\/])/.test(plain) ? plain : undefined;
}

function workspacePathOf(root: string, absolute: string): string | undefined {
  return isInFolder(root, absolute) ? pathInFolder(root, absolute) : undefined;
}
