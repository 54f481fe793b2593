import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** State of every file, folder and link below a folder, by path relative to it; `.` is the folder itself. */
export type Snapshot = ReadonlyMap<string, string>;

/**
 * The state contains the content (SHA-256), the mode and the modification time. The modification time of a
 * folder shows that a file was created and removed in it, such as a lock or a journal.
 *
 * @param leaveOut relative paths that are left out with everything below them. The modification times of
 * their parent folders are left out too
 */
export function takeSnapshot(folder: string, leaveOut: readonly string[] = []): Snapshot {
  const entries = new Map<string, string>();
  const visit = (path: string): void => {
    if (leaveOut.includes(path)) return;
    const absolute = join(folder, path);
    const stat = lstatSync(absolute, { bigint: true });
    const mode = (stat.mode & 0o7777n).toString(8);
    if (stat.isDirectory()) {
      const changes = leaveOut.some((other) => parentOf(other) === path) ? '' : ` ${stat.mtimeNs}`;
      entries.set(path, `folder ${mode}${changes}`);
      for (const name of readdirSync(absolute).sort()) visit(path === '.' ? name : `${path}/${name}`);
    } else if (stat.isSymbolicLink()) {
      entries.set(path, `link ${readlinkSync(absolute)}`);
    } else {
      const hash = createHash('sha256').update(readFileSync(absolute)).digest('hex');
      entries.set(path, `file ${mode} ${stat.mtimeNs} ${hash}`);
    }
  };
  visit('.');
  return entries;
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** One line per difference: `+ path` created, `- path` removed, `~ path: before → after`. */
export function compareSnapshots(before: Snapshot, after: Snapshot): string[] {
  const removed = [...before.keys()].filter((path) => !after.has(path)).map((path) => `- ${path}`);
  const others = [...after].flatMap(([path, state]) => {
    const old = before.get(path);
    if (old === undefined) return [`+ ${path}`];
    return old === state ? [] : [`~ ${path}: ${old} → ${state}`];
  });
  return [...removed, ...others];
}
