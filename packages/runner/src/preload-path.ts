import { join } from 'node:path';

/** The script that is to run before anything else, also for a package that runs from its TypeScript source. */
export const readsPreload = join(__dirname, '../dist/reads/preload.js');
