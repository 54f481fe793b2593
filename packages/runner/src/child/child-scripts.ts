import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The folder with the compiled child scripts of a test runner, even if the test runner itself runs from its
 * TypeScript source.
 *
 * @param folder folder of the calling module
 */
export function childScripts(folder: string): string {
  const beside = join(folder, 'child');
  return existsSync(join(beside, 'run.js')) ? beside : join(folder, '..', 'dist', 'child');
}
