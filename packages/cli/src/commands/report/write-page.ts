import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { failed, type Failure } from '@nx-testmon/core';
import { writeWholeFile } from '../../output/write-whole-file';

/** Writes the page as a whole, and creates the folders above it. */
export function writePage(
  file: string,
  text: string,
): { readonly ok: true } | Failure<{ kind: 'page-not-written'; file: string; detail: string }> {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeWholeFile(file, text);
    return { ok: true };
  } catch (error) {
    return failed({ kind: 'page-not-written', file, detail: (error as Error).message });
  }
}
