import { randomUUID } from 'node:crypto';
import { renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { rethrowUnlessSystemError } from '@nx-testmon/core';

/**
 * Writes a file as a whole: another process reads the old text or the new one. A link in its place is replaced and not
 * followed: it could lead anywhere.
 *
 * @throws Error where the file can't be written
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
    // It was not even begun.
  }
}
