import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The compiled files that the manifests of a package name. Nx loads executors and generators by paths without
 * an extension.
 *
 * @param folder absolute path of the package
 * @returns paths relative to it
 */
export function findEntryPoints(folder: string): string[] {
  const texts = ['package.json', 'executors.json', 'generators.json']
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, 'utf8'));
  const named = texts.flatMap((text) =>
    [...text.matchAll(/"(?:\.\/)?(dist\/[^"#]+)(?:#[^"]*)?"/g)].map(([, path = '']) => path),
  );
  const files = named.filter((path) => !/\.d\.[cm]?ts$/.test(path));
  return [...new Set(files.map((path) => (/\.[cm]?js$/.test(path) ? path : `${path}.js`)))];
}
