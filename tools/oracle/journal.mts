import { createHash } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Mutant } from './mutant.mts';

/** Content in base64; `null` if there is no file. */
type Content = string | null;

interface JournalFile {
  readonly path: string;
  readonly before: Content;
  readonly mode?: number | undefined;
  readonly after: Content;
}

interface Journal {
  readonly workspace: string;
  /** Process that applied the mutant. */
  readonly pid: number;
  readonly files: readonly JournalFile[];
}

/**
 * Path of the file that contains the originals of a workspace while a mutant is applied. It is outside the
 * workspace, so that no tool finds it.
 */
function journalPath(workspace: string): string {
  const key = createHash('sha256').update(workspace).digest('hex').slice(0, 16);
  return join(tmpdir(), 'nx-testmon-oracle', `${key}.json`);
}

function readContent(path: string): Content {
  return existsSync(path) ? readFileSync(path).toString('base64') : null;
}

/** Writes a file completely or not at all, even if the machine stops. */
function writeDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(`${path}.new`, 'w');
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/** Applies a mutant. The journal contains the originals before the first byte changes. */
export function applyMutant(workspace: string, { changes, keepsDates = false, modes = {} }: Mutant): void {
  const files = Object.entries(changes).map(([path, after]) => ({
    path,
    before: readContent(join(workspace, path)),
    mode: statSync(join(workspace, path), { throwIfNoEntry: false })?.mode,
    after: after === null ? null : Buffer.from(after).toString('base64'),
  }));
  const journal: Journal = { workspace, pid: process.pid, files };
  writeDurably(journalPath(workspace), JSON.stringify(journal));
  for (const { path, after } of files) {
    const file = join(workspace, path);
    const dates = keepsDates ? statSync(file) : undefined;
    writeContent(file, after, modes[path]);
    if (dates) utimesSync(file, dates.atime, dates.mtime);
  }
}

function writeContent(path: string, content: Content, mode?: number): void {
  if (content === null) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, Buffer.from(content, 'base64'));
  if (mode !== undefined) chmodSync(path, mode & 0o7777);
}

/**
 * Whether a process is a running oracle. The id of an ended process may belong to another program by now, so
 * its command is checked if there is a /proc.
 */
function isOracle(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (!existsSync('/proc/self/cmdline')) return true;
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('oracle');
  } catch {
    return false;
  }
}

/** The restored files of a mutant; paths relative to the workspace. */
export interface RestoreResult {
  readonly restored: readonly string[];
  /** Files that have changed since. They stay as they are. */
  readonly kept: readonly string[];
  /** Path of the journal with the originals of those files. */
  readonly originals?: string;
}

/**
 * Restores the files that a mutant replaced.
 *
 * @throws Error if another oracle that is still running has applied the mutant
 */
export function restoreFiles(workspace: string): RestoreResult {
  const journal = journalPath(workspace);
  if (!existsSync(journal)) return { restored: [], kept: [] };
  const { pid, files } = JSON.parse(readFileSync(journal, 'utf8')) as Journal;
  if (pid !== process.pid && isOracle(pid)) {
    throw new Error(`another oracle (process ${pid}) is running in ${workspace}; wait until it has ended`);
  }
  const restored: string[] = [];
  const kept: string[] = [];
  for (const { path, before, mode, after } of files) {
    const current = readContent(join(workspace, path));
    if (current === before) {
      // The mutant may have changed only the mode.
      if (mode !== undefined) chmodSync(join(workspace, path), mode & 0o7777);
      continue;
    }
    // An interrupted write leaves the start of its text.
    const isMutant = current === after || (current !== null && after !== null && isStartOf(current, after));
    if (isMutant) writeContent(join(workspace, path), before, mode);
    (isMutant ? restored : kept).push(path);
  }
  if (kept.length === 0) {
    rmSync(journal);
    return { restored, kept };
  }
  const originals = journal.replace(/\.json$/, `-${Date.now()}.json`);
  renameSync(journal, originals);
  return { restored, kept, originals };
}

function isStartOf(part: string, whole: string): boolean {
  const bytes = Buffer.from(part, 'base64');
  return Buffer.from(whole, 'base64').subarray(0, bytes.length).equals(bytes);
}
