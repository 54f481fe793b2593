import { namedPaths } from './config-files';

/** Text of a file by its path relative to the workspace root; `undefined` when there is none. */
export type ReadText = (path: string) => string | undefined;

/** A configuration file and those that it names, and that those name, as far as they exist. */
export function configClosure(configFile: string, readText: ReadText): string[] {
  const found = new Set([configFile]);
  for (const file of found) {
    // A configuration that reaches into the sources need not be followed through all of them.
    if (found.size >= 100) break;
    if (!/\.[mc]?[jt]s$/.test(file)) continue;
    for (const path of namedPaths(file, readText(file) ?? '')) {
      const existing = possibleFiles(path).find((one) => readText(one) !== undefined);
      if (existing !== undefined) found.add(existing);
    }
  }
  return [...found].sort();
}

/** The files that a specifier may mean: with an ending added, or with a JavaScript ending that stands for TypeScript. */
function possibleFiles(path: string): string[] {
  const endings = ['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs', '.json', '/index.ts', '/index.js'];
  const stem = path.replace(/\.[mc]?js$/, '');
  return [path, ...endings.map((ending) => path + ending), ...endings.map((ending) => stem + ending)];
}
