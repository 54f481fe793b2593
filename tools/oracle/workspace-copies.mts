import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Copies a workspace. Installed packages are hard links where the system has them: nothing writes to them.
 *
 * @param copy an empty folder
 */
export async function copyWorkspace(workspace: string, copy: string): Promise<void> {
  for (const name of readdirSync(workspace)) {
    const [from, to] = [join(workspace, name), join(copy, name)];
    const isLinked = name === 'node_modules' && (await linkAll(from, to));
    if (isLinked) continue;
    await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
}

/** GNU's `cp` makes a tree of hard links in a fraction of the time. @returns whether it is there and did */
function linkAll(from: string, to: string): Promise<boolean> {
  return promisify(execFile)('cp', ['-al', from, to]).then(
    () => true,
    () => false,
  );
}

/** @returns the real path of a new folder */
export function makeCopyFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-copy-')));
}

export function removeCopy(copy: string): void {
  rmSync(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}
