const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');

/** Where the originals of a workspace lie while a mutant is in place; outside it, so that no tool sees them. */
function journalPath(workspace) {
  const key = createHash('sha256').update(workspace).digest('hex').slice(0, 16);
  return join(tmpdir(), 'nx-testmon-oracle', `${key}.json`);
}

function readContent(path) {
  return fs.existsSync(path) ? fs.readFileSync(path).toString('base64') : null;
}

/** On disk in full or not at all, also if the machine stops. */
function writeDurably(path, text) {
  fs.mkdirSync(dirname(path), { recursive: true });
  const file = fs.openSync(`${path}.new`, 'w');
  fs.writeSync(file, text);
  fs.fsyncSync(file);
  fs.closeSync(file);
  fs.renameSync(`${path}.new`, path);
}

/** Puts a mutant in place; what was there is in the journal before the first byte changes. */
function applyMutant(workspace, { changes }) {
  const files = Object.entries(changes).map(([path, after]) => ({
    path,
    before: readContent(join(workspace, path)),
    mode: fs.statSync(join(workspace, path), { throwIfNoEntry: false })?.mode,
    after: after === null ? null : Buffer.from(after).toString('base64'),
  }));
  writeDurably(journalPath(workspace), JSON.stringify({ workspace, pid: process.pid, files }));
  for (const { path, after } of files) put(join(workspace, path), after);
}

function put(path, content, mode) {
  if (content === null) return fs.rmSync(path, { force: true });
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, Buffer.from(content, 'base64'));
  if (mode !== undefined) fs.chmodSync(path, mode & 0o7777);
}

/** Where process information is, a process id that was given to another program is told apart. */
function isOracle(pid) {
  try {
    process.kill(pid, 0);
    if (!fs.existsSync('/proc/self/cmdline')) return true;
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('oracle');
  } catch {
    return false;
  }
}

/**
 * Puts back what the mutant replaced. A file that somebody changed since is theirs: it stays, and its
 * original is kept beside the journal.
 *
 * @returns `{ restored, kept }`, paths relative to the workspace, and `original` where some are kept
 * @throws Error when another oracle that still runs has put the mutant there
 */
function restoreFiles(workspace) {
  const journal = journalPath(workspace);
  if (!fs.existsSync(journal)) return { restored: [], kept: [] };
  const { pid, files } = JSON.parse(fs.readFileSync(journal, 'utf8'));
  if (pid !== process.pid && isOracle(pid)) {
    throw new Error(`another oracle (process ${pid}) works in ${workspace}; wait for its end`);
  }
  const restored = [];
  const kept = [];
  for (const { path, before, mode, after } of files) {
    const now = readContent(join(workspace, path));
    if (now === before) continue;
    // A write that was cut short leaves the start of what it was to write.
    const isOurs = now === after || (now !== null && after !== null && isStartOf(now, after));
    if (isOurs) put(join(workspace, path), before, mode);
    (isOurs ? restored : kept).push(path);
  }
  if (kept.length === 0) {
    fs.rmSync(journal);
    return { restored, kept };
  }
  const original = journal.replace(/\.json$/, `-${Date.now()}.json`);
  fs.renameSync(journal, original);
  return { restored, kept, original };
}

function isStartOf(part, whole) {
  const bytes = Buffer.from(part, 'base64');
  return Buffer.from(whole, 'base64').subarray(0, bytes.length).equals(bytes);
}

module.exports = { applyMutant, restoreFiles };
