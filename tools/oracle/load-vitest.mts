import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Loads the Vitest that the project in a folder has installed. Its version may differ from the version of
 * these types.
 */
export async function loadVitest(folder: string): Promise<typeof import('vitest/node')> {
  const entry = createRequire(join(folder, 'package.json')).resolve('vitest/node');
  return (await import(pathToFileURL(entry).href)) as typeof import('vitest/node');
}
