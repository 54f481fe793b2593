import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { processKey } from './names';
import type { Tracker } from './tracker';

/** The script that is to run before anything else, also for a package that runs from its TypeScript source. */
export const readsPreload = [
  join(__dirname, 'preload.js'),
  join(__dirname, '..', '..', 'dist', 'reads', 'preload.js'),
].find((path) => existsSync(path)) as string;

/** What hears the file system in this process, where anything does. */
export function trackerOfProcess(): Tracker | undefined {
  return (process as unknown as Record<symbol, Tracker | undefined>)[processKey];
}
