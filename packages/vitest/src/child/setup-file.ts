import { join } from 'node:path';

/** Absolute path of the setup file that collecting runs add. */
export const setupFile = join(__dirname, 'collect-setup.mjs');
