import { isBuiltin } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import type { FileSystemAccess } from '../tracers/file-system-calls';
import type { EntryKind } from '@nx-testmon/core';
import { pathOfModule } from '../targets/read-paths';

/** The disk accesses that find the target of a specifier. */
export interface ResolutionDisk {
  /** Extensions that a specifier may omit, in the order of the loader. */
  readonly extensions: readonly string[];
  readonly kindOf: (absolute: string) => EntryKind | undefined;
  readonly real: (absolute: string) => string;
  /** `undefined` if it does not exist or is not JSON. */
  readonly manifest: (absolute: string) => Readonly<Record<string, unknown>> | undefined;
}

export interface ResolutionLookups {
  readonly accesses: readonly FileSystemAccess[];
  /** False if the package that the specifier names was not found. */
  readonly isFound: boolean;
}

const deepestManifest = 3;
const nothing: ResolutionLookups = { accesses: [], isFound: true };

/**
 * The lookups of Node's loader for a module, up to the file that it finds; the loader does not use the
 * functions of `fs`. ECMAScript modules name the file itself, which is the first lookup.
 *
 * @param from absolute path or URL of the importing module
 */
export function lookupsOfResolution(
  disk: ResolutionDisk,
  { from, specifier }: { readonly from: string; readonly specifier: string },
): ResolutionLookups {
  const importer = pathOfModule(from);
  if (importer === '' || specifier.startsWith('#') || specifier.startsWith('data:') || isBuiltin(specifier))
    return nothing;
  if (specifier.startsWith('file:'))
    return { accesses: ofPath(disk, pathOfModule(specifier)), isFound: true };
  if (/^(?:\.{0,2}\/|\.{1,2}$)/.test(specifier)) {
    const path = resolve(dirname(importer), specifier.replace(/\?.*$/, ''));
    return isInPackage(disk, path) ? nothing : { accesses: ofPath(disk, path), isFound: true };
  }
  return ofPackage(disk, importer, specifier);
}

function isInPackage(disk: ResolutionDisk, path: string): boolean {
  return /[\\/]node_modules[\\/]/.test(path) && /[\\/]node_modules[\\/]/.test(disk.real(path));
}

function ofPackage(disk: ResolutionDisk, importer: string, specifier: string): ResolutionLookups {
  const [, name = '', inside = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(specifier) ?? [];
  for (let folder = dirname(importer); ; folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name);
    if (name !== '' && disk.kindOf(found) === 'folder')
      return { accesses: ofPackageFolder(disk, found, inside), isFound: true };
    if (disk.manifest(join(folder, 'package.json'))?.['name'] === name) return nothing;
    if (dirname(folder) === folder) return { accesses: [], isFound: isInPackage(disk, importer) };
  }
}

/** Installed packages count by their versions. */
function ofPackageFolder(disk: ResolutionDisk, folder: string, inside: string): FileSystemAccess[] {
  const manifest: FileSystemAccess = { type: 'read', path: join(folder, 'package.json') };
  return isInPackage(disk, join(folder, 'package.json'))
    ? [manifest]
    : [{ type: 'look-up', path: folder }, manifest, ...ofPath(disk, join(folder, inside))];
}

function ofPath(disk: ResolutionDisk, path: string, depth = 0): FileSystemAccess[] {
  const accesses: FileSystemAccess[] = [];
  /** Whether the loader uses this file. */
  const lookUp = (candidate: string): boolean => {
    accesses.push({ type: 'look-up', path: candidate });
    const kind = disk.kindOf(candidate);
    return kind === 'file' || kind === 'executable';
  };
  const isThere = ['', ...disk.extensions].some((extension) => lookUp(path + extension));
  if (isThere) return accesses;
  const manifest = join(path, 'package.json');
  accesses.push({ type: 'read', path: manifest });
  const main = disk.manifest(manifest)?.['main'];
  if (typeof main === 'string' && depth < deepestManifest)
    accesses.push(...ofPath(disk, resolve(path, main), depth + 1));
  disk.extensions.some((extension) => lookUp(join(path, `index${extension}`)));
  return accesses;
}
