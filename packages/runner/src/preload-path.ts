import { join } from 'node:path';

/** The script that runs before all other code, also for a package that runs from its TypeScript source. */
export const readsPreload = join(__dirname, '../dist/reads/preload.js');
