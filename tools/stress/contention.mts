import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { DEFAULT_LOCK_TIMING, mergePending } from '@nx-testmon/store';
import { sum } from '../shared/statistics.mts';
import { checkStore } from './check-store.mts';
import { NOW } from './sample-facts.mts';
import { createStorePaths, type StorePaths } from './store-paths.mts';
import { type EndedProcess, failureOf, startProcess, storedIn } from './start-process.mts';

/** System calls that change a file system. Calls that open a file are checked by their flags. */
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

/** The size of a contention test. */
interface ContentionSize {
  readonly writers: number;
  readonly readers: number;
  /** Number of records that each writer stores. */
  readonly rounds: number;
}

export interface ContentionNumbers {
  readonly writers: number;
  readonly readers: number;
  readonly facts: number;
  /** Number of facts that were left to a later run. */
  readonly kept: number;
  readonly storeP50Ms: number;
  readonly storeP99Ms: number;
  readonly snapshots: number;
  /** Number of snapshots that could not be read because a writer was active. */
  readonly busySnapshots: number;
}

interface ContentionResult {
  readonly problems: readonly string[];
  readonly numbers: ContentionNumbers;
}

/** Runs many writers and readers on one store at once, each in a process of its own. */
export async function runContention({ writers, readers, rounds }: ContentionSize): Promise<ContentionResult> {
  const paths = createStorePaths();
  try {
    const { wrote, read } = await runTogether(paths, { writers, readers, rounds });
    const stored = wrote.flatMap(storedIn);
    const merged = stored.filter(({ stored: how }) => how === 'merged');
    const namesOf = (facts: typeof stored): readonly string[] => facts.map(({ name }) => name);
    const times = stored.map(({ ms }) => ms);
    return {
      problems: [
        ...[...wrote, ...read].flatMap(failureOf),
        ...stored
          .filter(({ stored: how }) => how === 'not')
          .map(({ name, problem }) => `${name} was not stored: ${problem}`),
        ...stored.flatMap(({ movedAside }) => (movedAside ? [`moved aside: ${movedAside.reason}`] : [])),
        ...read.flatMap(findWrong),
        ...(await mergeRest(paths)),
        ...(await checkStore(paths, namesOf(stored), namesOf(merged))),
        ...(await findTraces(paths, readers)),
      ],
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

interface EndedProcesses {
  readonly wrote: readonly EndedProcess[];
  readonly read: readonly EndedProcess[];
}

async function runTogether(
  paths: StorePaths,
  { writers, readers, rounds }: ContentionSize,
): Promise<EndedProcesses> {
  const reading = Array.from({ length: readers }, () =>
    startProcess(
      { role: 'read', paths },
      // Node denies every write, so a reader that tries to write fails.
      { nodeArguments: ['--permission', '--allow-fs-read=*', '--allow-addons'] },
    ),
  );
  const writing = Array.from({ length: writers }, (_, index) =>
    startProcess({ role: 'write', name: `w${index}`, rounds, paths, lock: DEFAULT_LOCK_TIMING }),
  );
  const wrote = await Promise.all(writing.map(({ ended }) => ended));
  for (const { child } of reading) child.stdin.end();
  return { wrote, read: await Promise.all(reading.map(({ ended }) => ended)) };
}

function findWrong({ messages }: EndedProcess): readonly string[] {
  return messages
    .filter(({ kind }) => kind === 'wrong')
    .map((message) => `a reader saw ${JSON.stringify(message)}`);
}

/**
 * Merges the pending records.
 *
 * @returns problems
 */
async function mergeRest({ file, pendingDir, recordsDir }: StorePaths): Promise<readonly string[]> {
  const rest = await mergePending({ file, pendingDir, recordsDir, lock: DEFAULT_LOCK_TIMING, now: NOW });
  return rest.problem || rest.refused.length > 0 ? [`waiting records: ${JSON.stringify(rest)}`] : [];
}

function sumReads(read: readonly EndedProcess[]): Pick<ContentionNumbers, 'snapshots' | 'busySnapshots'> {
  const reads = read.flatMap(({ messages }) => messages.filter((message) => message.kind === 'reads'));
  return {
    snapshots: sum(reads.map(({ snapshots }) => snapshots)),
    busySnapshots: sum(reads.map(({ problems }) => problems['store-busy'] ?? 0)),
  };
}

function percentile(numbers: readonly number[], share: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
}

/**
 * Runs readers alone. They must not change a byte, a time or an inode. If strace is installed, they must not
 * make a system call that writes either.
 */
async function findTraces(paths: StorePaths, readers: number): Promise<readonly string[]> {
  const before = describeFolder(paths.folder);
  const reading = Array.from({ length: Math.min(readers, 4) }, () =>
    startProcess(
      { role: 'read', paths },
      hasStrace ? { prefix: ['strace', '-f', '-qq', '-e', `trace=${writing.join(',')}`] } : {},
    ),
  );
  await Promise.all(reading.map(({ waitFor }) => waitFor('started')));
  for (const { child } of reading) child.stdin.end();
  const ends = await Promise.all(reading.map(({ ended }) => ended));
  const after = describeFolder(paths.folder);
  const calls = ends.flatMap(({ errors }) =>
    errors.split('\n').filter((line) => line.includes(paths.folder) && isWrite(line)),
  );
  const differences = after.filter((line) => !before.includes(line));
  return [...ends.flatMap(failureOf), ...calls, ...differences.map((line) => `changed by a reader: ${line}`)];
}

function isWrite(call: string): boolean {
  return !/\bopen(at)?\(/.test(call) || /O_(WRONLY|RDWR|CREAT|TRUNC)/.test(call);
}

/** Everything that is visible of a folder, one line for each entry. */
function describeFolder(folder: string): readonly string[] {
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
