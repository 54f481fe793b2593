import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface TestFilesQuery {
  readonly checkout: string;
  /** A test file or a folder, below `test/language`. */
  readonly only: string | undefined;
  readonly limit: number;
}

/**
 * The test files of a checkout, sorted.
 *
 * @throws Error if there are none
 */
export function findTestFiles({ checkout, only = '', limit }: TestFilesQuery): readonly string[] {
  const folder = join(checkout, 'test/language', only);
  if (!existsSync(folder)) throw new Error(`there is no folder ${folder}`);
  if (statSync(folder).isFile()) return [folder];
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    // Files with `_FIXTURE` in their names are modules that test files import.
    .filter((name) => name.endsWith('.js') && !name.includes('_FIXTURE'))
    .sort()
    .map((name) => join(folder, name));
  if (files.length === 0) throw new Error(`there are no test files in ${folder}`);
  const count = Math.min(limit, files.length);
  return Array.from({ length: count }, (_, index) => files[Math.floor((index * files.length) / count)]!);
}
