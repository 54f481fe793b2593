import * as nodePath from 'node:path';
import { resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as rules from '@nx-testmon/core';

export const inNodeModules = /[\\/]node_modules([\\/]|$)/;

/** Whether a path is a folder or lies in it. Both are absolute and normalized. */
export function isInFolder(folder: string, absolute: string): boolean {
  return rules.isInFolder(nodePath, folder, absolute);
}

/**
 * The path of a file in a folder, relative to the folder and with forward slashes; `.` for the folder itself.
 */
export function pathInFolder(folder: string, absolute: string): string {
  return rules.pathInFolder(nodePath, folder, absolute);
}

/** The absolute path; `undefined` for file descriptors and values that are not paths. */
export function absolutePath(given: unknown): string | undefined {
  if (typeof given === 'string') return given.includes('\0') ? undefined : resolve(given);
  if (Buffer.isBuffer(given)) return resolve(given.toString());
  const { protocol, href } = (given ?? {}) as { protocol?: unknown; href?: unknown };
  return protocol === 'file:' && typeof href === 'string' ? fileURLToPath(href) : undefined;
}

/** Matches a URL that is the path itself: without escapes, query, host, and parts that URL parsers remove. */
const plainUrl = /^file:\/\/(?:\/(?!\.\.?(?:\/|$))[\w@+~.()-]+)+$/;

/** The path in the URL of a module, as Node or Vite writes it. */
export function pathOfModule(module: string): string {
  if (!module.startsWith('file:')) return rules.withoutQuery(module).replace(/^\/@fs(?=\/)/, '');
  // A plain URL needs no parsing.
  if (sep === '/' && plainUrl.test(module)) return module.slice('file://'.length);
  try {
    return absolutePath(new URL(module)) ?? '';
  } catch {
    return '';
  }
}
