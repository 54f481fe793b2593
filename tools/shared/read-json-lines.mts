import { existsSync, readFileSync } from 'node:fs';

/** The values of a file with one JSON value per line; empty if there is no file. */
export function readJsonLines<T>(file: string): readonly T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}
