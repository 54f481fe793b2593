import { lstatSync } from 'node:fs';
import { dirname } from 'node:path';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/**
 * Whether every existing folder below a trusted one, down to another, is a folder and not a link. Call it before
 * anything below `base` is written, moved or deleted.
 *
 * @param folder `base` or a folder below it; absolute
 */
export function isOwnFolder(base: string, folder: string): boolean {
  try {
    for (let part = folder; part !== base && part !== dirname(part); part = dirname(part)) {
      const stat = lstatSync(part, { throwIfNoEntry: false });
      if (stat !== undefined && !stat.isDirectory()) return false;
    }
    return true;
  } catch (error) {
    rethrowUnlessSystemError(error);
    return false;
  }
}
