import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { storePathsIn } from '../store-paths.mts';
import { startProcess } from '../start-process.mts';
import { LOCK, runAfterwards, storeNow } from './store-under-fault.mts';

/** Someone who is not root, for whom permissions hold. */
const NOBODY = 65534;
const isRoot = process.getuid?.() === 0;
/** Where the checkout can be read by root alone, nobody can't run from it: then permissions hold for no one. */
const canDrop =
  isRoot &&
  spawnSync(process.execPath, ['--check', join(import.meta.dirname, '../store-process.mts')], {
    cwd: '/',
    uid: NOBODY,
    gid: NOBODY,
  }).status === 0;
const impatient = { ...LOCK, waitMs: 300 };

/** What the process could not do it must have said; it must not have failed. */
async function storeAsOther(paths, how) {
  const { ended } = startProcess({ role: 'write', name: 'refused', rounds: 2, paths, lock: impatient }, how);
  const { code, errors, lines } = await ended;
  const problems = code === 0 ? [] : [`exit code ${code}: ${errors}`];
  const stored = lines.filter(({ name }) => name !== undefined);
  if (stored.length !== 2) problems.push(`only ${stored.length} of 2 records were told of`);
  for (const { name, stored: as, problem } of stored)
    if (as !== 'merged' && !problem) problems.push(`${name}: ${as}, and nothing said`);
  const kept = stored.filter(({ stored: as }) => as !== 'not').map(({ name }) => name);
  return { problems, kept };
}

/** A file system of a few hundred kilobytes where one can be mounted, else a limit on the size of files. */
async function fullDisk({ paths, random }) {
  const kilobytes = 144 + Math.floor(random() * 160);
  const small = join(paths.folder, 'small');
  mkdirSync(small);
  const mounted =
    isRoot && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', small]).status === 0;
  const there = storePathsIn(small);
  mkdirSync(there.testmon);
  try {
    const before = (await storeNow(there, ['before-0', 'before-1'])).names;
    const how = mounted ? {} : { prefix: ['bash', '-c', `ulimit -f ${kilobytes}; exec "$@"`, 'bash'] };
    const { code, errors, lines } = await startProcess(
      { role: 'write', name: 'full', rounds: 40, paths: there, lock: LOCK },
      how,
    ).ended;
    const problems = code === 0 ? [] : [`exit code ${code}: ${errors}`];
    const told = lines.filter(({ name }) => name !== undefined);
    if (told.length !== 40) problems.push(`only ${told.length} of 40 records were told of`);
    const stored = told.filter(({ stored: as }) => as === 'merged').map(({ name }) => name);
    if (mounted) spawnSync('mount', ['-o', 'remount,size=64m', small]);
    return [...problems, ...(await runAfterwards(there, [...before, ...stored])).problems];
  } finally {
    if (mounted) spawnSync('umount', ['-l', small]);
  }
}

/** Gives a store to nobody, so that its permissions hold for the process that stores. */
async function withPermissions(paths, change) {
  chmodSync(paths.folder, 0o755);
  const before = (await storeNow(paths, ['before-0', 'before-1'])).names;
  const restore = change();
  const how = canDrop ? { uid: NOBODY } : {};
  const { problems, kept } = await storeAsOther(paths, how);
  restore();
  return [...problems, ...(await runAfterwards(paths, [...before, ...kept])).problems];
}

function readOnlyFolder({ paths }) {
  return withPermissions(paths, () => {
    chmodSync(paths.testmon, 0o555);
    return () => chmodSync(paths.testmon, 0o755);
  });
}

function readOnlyFile({ paths }) {
  return withPermissions(paths, () => {
    chmodSync(paths.testmon, 0o777);
    chmodSync(paths.file, 0o444);
    return () => chmodSync(paths.file, 0o644);
  });
}

function permissionDenied({ paths }) {
  return withPermissions(paths, () => {
    chmodSync(paths.testmon, 0o000);
    return () => chmodSync(paths.testmon, 0o755);
  });
}

export const disks = {
  'full-disk': fullDisk,
  'read-only-folder': readOnlyFolder,
  'read-only-file': readOnlyFile,
  'permission-denied': permissionDenied,
};
