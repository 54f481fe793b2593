import { resolve } from 'node:path';

/**
 * Resolves a path from the folder in which npm was called.
 *
 * @returns an absolute path
 */
export const resolveFromCaller = (path: string): string =>
  resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
