import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Folder of an adapter's compiled child scripts, also where the adapter itself runs from its TypeScript source.
 *
 * @param folder of the adapter's own module
 */
export function childScripts(folder: string): string {
  const beside = join(folder, 'child');
  return existsSync(join(beside, 'run.js')) ? beside : join(folder, '..', 'dist', 'child');
}
