import { resolve } from 'node:path';

/** Relative paths start where npm was called. @returns an absolute path */
export const resolveFromCaller = (path: string): string =>
  resolve(process.env['INIT_CWD'] ?? process.cwd(), path);
