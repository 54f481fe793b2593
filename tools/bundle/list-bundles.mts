import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { bundledScripts } from './bundled-scripts.mts';
import { findEntryPoints } from './find-entry-points.mts';

/** Modules that are bundled together. */
export interface Bundle {
  /** Name of the folder below `packages`. */
  readonly folder: string;
  /** Sources, relative to `src` of the package. Each becomes a compiled file with the same name. */
  readonly entries: readonly string[];
  readonly format: 'cjs' | 'es';
  /** Packages of this repository that become a part of the bundle. The bundle loads all other packages. */
  readonly inlined: readonly string[];
}

/**
 * Lists one bundle for each script that runs inside a test runner, and one for the entry points of each
 * package. A script loads no other file of ours. Entry points share files.
 */
export function listBundles(root: string): Bundle[] {
  const folders = readdirSync(join(root, 'packages'));
  const scripts = Object.entries(bundledScripts).flatMap(([folder, paths]) =>
    paths.map((path): Bundle => {
      const format = path.endsWith('.mts') ? 'es' : 'cjs';
      return { folder, entries: [path], format, inlined: ['core', 'runner'] };
    }),
  );
  const packages = folders.map((folder): Bundle => {
    const entries = findEntryPoints(join(root, 'packages', folder))
      .map((path) => path.replace(/^dist\//, '').replace(/js$/, 'ts'))
      .filter((path) => !bundledScripts[folder]?.includes(path));
    return { folder, entries, format: 'cjs', inlined: [] };
  });
  return [...scripts, ...packages];
}
