import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { DEFAULT_LOCK_TIMING, mergePending } from '@nx-testmon/store';
import { checkStore } from './check-store.mts';
import { NOW } from './sample-facts.mts';
import { createStorePaths } from './store-paths.mts';
import { startProcess } from './start-process.mts';

/** System calls that leave a trace in a file system; opening is looked at by its flags. */
const writing = [
  'openat',
  'open',
  'creat',
  'mkdir',
  'mkdirat',
  'rename',
  'renameat',
  'renameat2',
  'unlink',
  'unlinkat',
  'rmdir',
  'chmod',
  'fchmod',
  'fchmodat',
  'utimensat',
  'truncate',
  'ftruncate',
  'link',
  'linkat',
  'symlink',
  'symlinkat',
  'pwrite64',
  'fallocate',
  'fcntl',
  'flock',
];
const hasStrace = spawnSync('strace', ['-V']).status === 0;

/**
 * Many writers and readers on one store at once, all of them real processes.
 *
 * @returns `{ problems, numbers }`
 */
export async function runContention({ writers, readers, rounds }) {
  const paths = createStorePaths();
  try {
    const problems = [];
    const reading = Array.from({ length: readers }, () =>
      startProcess(
        { role: 'read', paths },
        // Node itself refuses every write, so that a reader that tries one fails.
        { nodeArguments: ['--permission', '--allow-fs-read=*', '--allow-addons'] },
      ),
    );
    const writing = Array.from({ length: writers }, (_, index) =>
      startProcess({ role: 'write', name: `w${index}`, rounds, paths, lock: DEFAULT_LOCK_TIMING }),
    );
    const wrote = await Promise.all(writing.map(({ ended }) => ended));
    for (const { child } of reading) child.stdin.end();
    const read = await Promise.all(reading.map(({ ended }) => ended));

    const stored = wrote.flatMap(({ lines }) => lines.filter(({ name }) => name !== undefined));
    for (const { code, errors } of [...wrote, ...read])
      if (code !== 0) problems.push(`exit code ${code}: ${errors}`);
    for (const { name, problem } of stored.filter(({ stored: how }) => how === 'not')) {
      problems.push(`${name} was not stored: ${problem}`);
    }
    for (const { movedAside } of stored) if (movedAside) problems.push(`moved aside: ${movedAside.reason}`);
    for (const { lines } of read)
      for (const line of lines) if (line.wrong) problems.push(`a reader saw ${JSON.stringify(line)}`);
    const { file, pendingDir, recordsDir } = paths;
    const rest = await mergePending({ file, pendingDir, recordsDir, lock: DEFAULT_LOCK_TIMING, now: NOW });
    if (rest.problem || rest.refused.length > 0) problems.push(`waiting records: ${JSON.stringify(rest)}`);
    const namesOf = (facts) => facts.map(({ name }) => name);
    const merged = stored.filter(({ stored: how }) => how === 'merged');
    problems.push(...(await checkStore(paths, namesOf(stored), namesOf(merged))));
    problems.push(...(await leavesNoTrace(paths, readers)));
    const times = stored.map(({ ms }) => ms);
    return {
      problems,
      numbers: {
        writers,
        readers,
        facts: stored.length,
        kept: stored.filter(({ stored: how }) => how === 'pending').length,
        storeP50Ms: percentile(times, 0.5),
        storeP99Ms: percentile(times, 0.99),
        ...sumReads(read),
      },
    };
  } finally {
    rmSync(paths.folder, { recursive: true, force: true });
  }
}

function sumReads(read) {
  const reads = read.flatMap(({ lines }) => lines.flatMap((line) => line.reads ?? []));
  const busy = reads.map(({ problems }) => problems['store-busy'] ?? 0);
  return {
    snapshots: reads.reduce((sum, { snapshots }) => sum + snapshots, 0),
    busySnapshots: busy.reduce((sum, one) => sum + one, 0),
  };
}

function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/** Readers alone: not one byte, time or inode may differ after them; where strace is there, no call either. */
async function leavesNoTrace(paths, readers) {
  const before = describeFolder(paths.folder);
  const traced = Array.from({ length: Math.min(readers, 4) }, () =>
    startProcess(
      { role: 'read', paths },
      hasStrace ? { prefix: ['strace', '-f', '-qq', '-e', `trace=${writing.join(',')}`] } : {},
    ),
  );
  await Promise.all(traced.map(({ said }) => said(({ started }) => started)));
  for (const { child } of traced) child.stdin.end();
  const ended = await Promise.all(traced.map(({ ended: end }) => end));
  const after = describeFolder(paths.folder);
  const problems = ended.flatMap(({ code, errors }) => [
    ...(code === 0 ? [] : [`a reader ended with ${code}: ${errors}`]),
    ...errors.split('\n').filter((line) => line.includes(paths.folder) && isWrite(line)),
  ]);
  const differences = after.filter((line) => !before.includes(line));
  return [...problems, ...differences.map((line) => `changed by a reader: ${line}`)];
}

function isWrite(call) {
  return !/\bopen(at)?\(/.test(call) || /O_(WRONLY|RDWR|CREAT|TRUNC)/.test(call);
}

/** Everything that can be seen of a folder, a line for each entry. */
function describeFolder(folder) {
  const names = ['.', ...readdirSync(folder, { recursive: true }).map(String)];
  return names.sort().map((name) => {
    const path = join(folder, name);
    const { ino, mode, size, mtimeNs, ctimeNs } = statSync(path, { bigint: true });
    const content = statSync(path).isFile()
      ? createHash('sha256').update(readFileSync(path)).digest('hex')
      : '';
    return [name, ino, mode, size, mtimeNs, ctimeNs, content].join(' ');
  });
}
