import { type Dirent, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { rethrowUnlessPathError } from '@nx-testmon/core';

/** @returns `undefined` if there is no such folder or it can't be read */
export function readFolder(absolute: string): Dirent[] | undefined {
  try {
    return readdirSync(absolute, { withFileTypes: true });
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined;
  }
}

/** @returns `undefined` if there is no such file or it can't be read */
export function readText(absolute: string): string | undefined {
  try {
    return readFileSync(absolute, 'utf8');
  } catch (error) {
    rethrowUnlessPathError(error);
    return undefined;
  }
}

/** The path with links resolved; the path itself if nothing exists there. */
export function realPathOf(absolute: string): string {
  try {
    return realpathSync.native(absolute);
  } catch (error) {
    rethrowUnlessPathError(error);
    return absolute;
  }
}
