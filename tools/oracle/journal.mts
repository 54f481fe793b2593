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

/** Contents in base64; `null` is no file. */
type Content = string | null;

interface JournalFile {
  readonly path: string;
  readonly before: Content;
  readonly mode?: number | undefined;
  readonly after: Content;
}

interface Journal {
  readonly workspace: string;
  /** Process that has put the mutant in place. */
  readonly pid: number;
  readonly files: readonly JournalFile[];
}

/** Where the originals of a workspace lie while a mutant is in place; outside it, so that no tool sees them. */
function journalPath(workspace: string): string {
  const key = createHash('sha256').update(workspace).digest('hex').slice(0, 16);
  return join(tmpdir(), 'nx-testmon-oracle', `${key}.json`);
}

function readContent(path: string): Content {
  return existsSync(path) ? readFileSync(path).toString('base64') : null;
}

/** On disk in full or not at all, also if the machine stops. */
function writeDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(`${path}.new`, 'w');
  writeSync(file, text);
  fsyncSync(file);
  closeSync(file);
  renameSync(`${path}.new`, path);
}

/** Puts a mutant in place; what was there is in the journal before the first byte changes. */
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

/** Where /proc names commands, the id of a process that is gone may be another program's by now. */
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
  /** Files that were changed since: they stay as they are. */
  readonly kept: readonly string[];
  /** The journal with the originals of those files. */
  readonly originals?: string;
}

/**
 * Puts back what the mutant replaced.
 *
 * @throws Error when another oracle that is still running has put the mutant there
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
      // The mutant may have been a mode alone.
      if (mode !== undefined) chmodSync(join(workspace, path), mode & 0o7777);
      continue;
    }
    // A write that was cut short leaves the start of what it was to write.
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
