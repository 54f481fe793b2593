import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TextFile } from './workspace-texts';

/** Writes files with their new text, and deletes files that would be empty. */
export function writeTexts(root: string, files: readonly TextFile[]): void {
  for (const { path, text } of files) {
    if (text === '') rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  }
}
