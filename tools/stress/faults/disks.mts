// POSIX only: file systems that are full or refuse writes.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { failureOf, namesKeptIn, startProcess, storedIn, type StartOptions } from '../start-process.mts';
import { type StorePaths, storePathsIn } from '../store-paths.mts';
import { type Fault, findProblemsAfterwards, LOCK, storeNow } from './store-under-fault.mts';

/** Id of a user who is not root, so that permissions apply. */
const UNPRIVILEGED = 65534;
const isRoot = process.getuid?.() === 0;
const impatient = { ...LOCK, waitMs: 300 };

/**
 * Whether a process can run as another user. It can't if only root can read the checkout: permissions then
 * apply to no process.
 */
const canDropRoot =
  isRoot &&
  spawnSync(process.execPath, ['--check', join(import.meta.dirname, '../store-process.mts')], {
    cwd: '/',
    uid: UNPRIVILEGED,
    gid: UNPRIVILEGED,
  }).status === 0;

/** The result of a process that may not write. */
interface Refusal {
  readonly problems: readonly string[];
  /** Names of facts that are stored nevertheless. */
  readonly kept: readonly string[];
}

/** Stores facts in a process that can't write. It must report this and must not fail. */
async function storeAsOther(paths: StorePaths, options: StartOptions): Promise<Refusal> {
  const request = { role: 'write', name: 'refused', rounds: 2, paths, lock: impatient } as const;
  const ended = await startProcess(request, options).ended;
  const stored = storedIn(ended);
  const unreported = stored.filter(({ stored: how, problem }) => how !== 'merged' && !problem);
  return {
    problems: [
      ...failureOf(ended),
      ...(stored.length === 2 ? [] : [`only ${stored.length} of 2 records were reported`]),
      ...unreported.map(({ name, stored: how }) => `${name}: ${how}, without a problem`),
    ],
    kept: namesKeptIn(ended),
  };
}

/** A file system of a few hundred kilobytes if one can be mounted, otherwise a limit on the size of files. */
const fullDisk: Fault = async ({ paths, random }) => {
  const kilobytes = 144 + Math.floor(random() * 160);
  const folder = join(paths.folder, 'small');
  mkdirSync(folder);
  const isMounted =
    isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', folder]).status === 0;
  const small = storePathsIn(folder);
  mkdirSync(small.testmon);
  try {
    const before = ['before-0', 'before-1'];
    await storeNow(small, before);
    const limited = { prefix: ['bash', '-c', `ulimit -f ${kilobytes}; exec "$@"`, 'bash'] };
    const request = { role: 'write', name: 'full', rounds: 40, paths: small, lock: LOCK } as const;
    const ended = await startProcess(request, isMounted ? {} : limited).ended;
    const stored = storedIn(ended);
    const merged = stored.flatMap(({ name, stored: how }) => (how === 'merged' ? [name] : []));
    if (isMounted) spawnSync('mount', ['-o', 'remount,size=64m', folder]);
    return [
      ...failureOf(ended),
      ...(stored.length === 40 ? [] : [`only ${stored.length} of 40 records were reported`]),
      ...(await findProblemsAfterwards(small, [...before, ...merged])),
    ];
  } finally {
    if (isMounted) spawnSync('umount', ['-l', folder]);
  }
};

/** Restricts permissions while a process without root's rights stores facts. */
async function withPermissions(
  paths: StorePaths,
  restrict: () => void,
  restore: () => void,
): Promise<readonly string[]> {
  chmodSync(paths.folder, 0o755);
  const before = ['before-0', 'before-1'];
  await storeNow(paths, before);
  restrict();
  const { problems, kept } = await storeAsOther(paths, canDropRoot ? { uid: UNPRIVILEGED } : {});
  restore();
  return [...problems, ...(await findProblemsAfterwards(paths, [...before, ...kept]))];
}

const readOnlyFolder: Fault = ({ paths }) =>
  withPermissions(
    paths,
    () => chmodSync(paths.testmon, 0o555),
    () => chmodSync(paths.testmon, 0o755),
  );

const readOnlyFile: Fault = ({ paths }) =>
  withPermissions(
    paths,
    () => {
      chmodSync(paths.testmon, 0o777);
      chmodSync(paths.file, 0o444);
    },
    () => chmodSync(paths.file, 0o644),
  );

const permissionDenied: Fault = ({ paths }) =>
  withPermissions(
    paths,
    () => chmodSync(paths.testmon, 0o000),
    () => chmodSync(paths.testmon, 0o755),
  );

export const disks = {
  'full-disk': fullDisk,
  'read-only-folder': readOnlyFolder,
  'read-only-file': readOnlyFile,
  'permission-denied': permissionDenied,
};
