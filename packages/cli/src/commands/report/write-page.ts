import { randomUUID } from 'node:crypto';
import { mkdirSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { failed, type Failed } from '@nx-testmon/core';

/**
 * Writes a file as a whole, with the folders above it. A link in its place is replaced and not followed: it could lead
 * anywhere.
 */
export function writePage(
  file: string,
  text: string,
): { readonly ok: true } | Failed<{ kind: 'page-not-written'; file: string; detail: string }> {
  const unfinished = `${file}.${randomUUID()}`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(unfinished, text, { flag: 'wx' });
    renameSync(unfinished, file);
    return { ok: true };
  } catch (error) {
    removeUnfinished(unfinished);
    return failed({ kind: 'page-not-written', file, detail: (error as Error).message });
  }
}

function removeUnfinished(file: string): void {
  try {
    unlinkSync(file);
  } catch {
    // It was not even begun.
  }
}
