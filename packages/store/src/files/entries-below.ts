import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Everything below a folder except folders. Links are entries and are not followed, unlike in the recursive form of
 * `readdir`, which follows links to folders.
 *
 * @throws NodeJS.ErrnoException if a folder can't be read
 */
export function* entriesBelow(folder: string): Generator<Dirent> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) yield* entriesBelow(join(folder, entry.name));
    else yield entry;
  }
}
