import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything below a folder but folders. Links are entries and are not followed: the recursive form of `readdir`
 * lists what links to folders lead to.
 *
 * @throws NodeJS.ErrnoException where a folder can't be read
 */
export function* entriesBelow(folder: string): Generator<Dirent> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* entriesBelow(join(folder, entry.name));
    else yield entry;
  }
}
