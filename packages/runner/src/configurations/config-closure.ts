import { namedPaths } from './config-files';

/** Reads a file by its path relative to the workspace root; `undefined` if there is none. */
export type ReadText = (path: string) => string | undefined;

/** A configuration file, and the existing files that it refers to, directly or through others. */
export function configClosure(configFile: string, readText: ReadText): string[] {
  const found = new Set([configFile]);
  for (const file of found) {
    // A configuration can import sources of the project. The number of followed files is limited.
    if (found.size >= 100) break;
    if (!/\.[mc]?[jt]s$/.test(file)) continue;
    for (const path of namedPaths(file, readText(file) ?? '')) {
      const existing = possibleFiles(path).find((one) => readText(one) !== undefined);
      if (existing !== undefined) found.add(existing);
    }
  }
  return [...found].sort();
}

/** The files that a specifier can refer to: with an extension added, or with `.ts` instead of `.js`. */
function possibleFiles(path: string): string[] {
  const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];
  const stem = path.replace(/\.[mc]?js$/, '');
  return [path, ...endings.map((ending) => path + ending), ...endings.map((ending) => stem + ending)];
}
