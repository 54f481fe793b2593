import { randomUUID } from 'node:crypto';
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/**
 * Writes a file atomically: another process reads either the old or the new text. A link in its place is
 * replaced instead of followed, because it could lead anywhere.
 *
 * @throws Error if the file can't be written
 */
export function writeWholeFile(file: string, text: string): void {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, text, { flag: 'wx' });
    renameSync(unfinished, file);
  } catch (error) {
    removeUnfinished(unfinished);
    throw error;
  }
}

function removeUnfinished(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    rethrowUnlessSystemError(error);
    // The temporary file was not created.
  }
}
