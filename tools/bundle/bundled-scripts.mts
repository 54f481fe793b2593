import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const packages = join(import.meta.dirname, '../../packages');

/**
 * Sources of the scripts that run inside a test runner, by package and relative to `src`. The
 * `bundled-scripts.json` of each package lists them. An ECMAScript module stays one, all others become
 * CommonJS.
 */
export const bundledScripts: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  readdirSync(packages).flatMap((folder) => {
    const file = join(packages, folder, 'bundled-scripts.json');
    return existsSync(file) ? [[folder, JSON.parse(readFileSync(file, 'utf8')) as string[]]] : [];
  }),
);
