import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const inNodeModules = /[\\/]node_modules([\\/]|$)/;

/** Folder of the npm package that a path lies in. */
export function packageFolderOf(path: string): string | undefined {
  return /.*(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/@.][^/]*/.exec(path)?.[0];
}

/** Name of the npm package that a path lies in, with separators of any system. */
export function packageNameOf(path: string): string | undefined {
  return packageFolderOf(path.replaceAll('\\', '/'))?.replace(/.*(?:^|\/)node_modules\//, '');
}

export function isBelow(root: string, absolute: string): boolean {
  return absolute === root || absolute.startsWith(root.endsWith(sep) ? root : root + sep);
}

/** A path below a root, relative to it and with forward slashes; `.` for the root itself. Both are normalized. */
export function pathBelow(root: string, absolute: string): string {
  const path = absolute.slice(root.endsWith(sep) ? root.length : root.length + 1);
  return (sep === '/' ? path : path.split(sep).join('/')) || '.';
}

/** File descriptors and what is no path are `undefined`. */
export function absolutePath(given: unknown): string | undefined {
  if (typeof given === 'string') return given.includes('\0') ? undefined : resolve(given);
  if (Buffer.isBuffer(given)) return resolve(given.toString());
  const { protocol, href } = (given ?? {}) as { protocol?: unknown; href?: unknown };
  return protocol === 'file:' && typeof href === 'string' ? fileURLToPath(href) : undefined;
}

/** Without what bundlers hang on to it; `#internal` is no query. */
export function withoutQuery(specifier: string): string {
  return specifier.replace(/\?.*$/, '');
}

/** A URL that is the path itself: without escapes, query, host, and what parsers of URLs leave out. */
const plainUrl = /^file:\/\/(?:\/(?!\.\.?(?:\/|$))[\w@+~.()-]+)+$/;

/** The path in the URL of a module, as Node or Vite writes it. */
export function pathOfModule(module: string): string {
  if (!module.startsWith('file:')) return withoutQuery(module).replace(/^\/@fs(?=\/)/, '');
  // Nothing in it stands for something else.
  if (sep === '/' && plainUrl.test(module)) return module.slice('file://'.length);
  try {
    return absolutePath(new URL(module)) ?? '';
  } catch {
    return '';
  }
}
