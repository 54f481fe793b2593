import { lstatSync, readdirSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { digest, digestParts, rethrowUnlessPathError } from '@nx-testmon/core';
import { parseJsonObject } from '../files/parse-json';
import { readText } from '../files/read-disk';

/**
 * The version in the manifest of the installed package; `undefined` without one. For a path outside the workspace,
 * its current state.
 */
export function installedVersion(root: string, name: string): string | undefined {
  if (isAbsolute(name)) return describeOutside(name);
  const manifest = readText(join(root, 'node_modules', name, 'package.json'));
  if (manifest === undefined) return undefined;
  const version = parseJsonObject(manifest)?.['version'];
  return typeof version === 'string' ? version : digest(manifest);
}

/** The version in the manifest of an installed package. @param folder absolute */
export function versionAt(folder: string): string | undefined {
  const manifest = readText(join(folder, 'package.json'));
  const version = manifest === undefined ? undefined : parseJsonObject(manifest)?.['version'];
  return typeof version === 'string' ? plainVersion(version) : undefined;
}

/** The version as package managers write it, without parts that distinguish nothing. */
export function plainVersion(version: string): string {
  return version
    .trim()
    .replace(/^[=v]+/, '')
    .replace(/\+.*$/, '');
}

/** Status of a folder's files. It changes whenever their contents change, and sometimes when they do not. */
function describeOutside(path: string): string {
  const found: string[] = [];
  const open = [path];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    try {
      const stat = lstatSync(at, { bigint: true });
      found.push(`${at} ${stat.size} ${stat.mtimeNs} ${stat.ctimeNs}`);
      if (!stat.isDirectory()) continue;
      for (const name of readdirSync(at))
        if (name !== 'node_modules' && name !== '.git') open.push(join(at, name));
    } catch (error) {
      rethrowUnlessPathError(error);
      found.push(`${at} can't be read`);
    }
  }
  return digestParts(found.sort());
}
