import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linkTree } from '../shared/link-tree.mts';

/**
 * Copies a workspace. The files of installed packages are hard links, because nothing writes to them.
 *
 * @param copy an empty folder
 */
export async function copyWorkspace(workspace: string, copy: string): Promise<void> {
  for (const name of readdirSync(workspace)) {
    const [from, to] = [join(workspace, name), join(copy, name)];
    if (name === 'node_modules') linkTree(from, to);
    else await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
}

/** @returns the real path of a new folder */
export function makeCopyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-copy-')));
}

export function removeCopy(copy: string): void {
  rmSync(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
