// POSIX only: Windows has no FIFOs, and its links need a privilege.
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type CodeResult, formatEnvironmentId } from '@nx-testmon/core';
import {
  appendResults,
  mergePending,
  pruneRecords,
  readLedger,
  readResults,
  refuseStore,
  drainLedger,
  writePending,
  writeRecord,
} from '@nx-testmon/store';
import { chooseRandom, type Random } from '../../shared/random.mts';
import { NOW, sampleFact, sampleRecord } from '../sample-facts.mts';
import type { StorePaths } from '../store-paths.mts';
import { readVerifiedFacts } from '../verified-facts.mts';
import {
  type Fault,
  findProblemsAfterwards,
  LOCK,
  makeNames,
  runAfterwards,
  storeNow,
} from './store-under-fault.mts';

const isWindows = process.platform === 'win32';
const before = makeNames('before', 4);

/** Everything that a run opens by a fixed path. */
const folders = ['', 'records', 'pending', 'refused', 'records/stress'];
const files = [
  'testmondata.db',
  'testmondata.db-journal',
  'testmondata.db-wal',
  'testmondata.db-shm',
  'runs.jsonl',
  'results.jsonl',
];

const sampleResult: CodeResult = {
  testFile: { suite: 'stress:', path: 'a.test.ts' },
  environment: formatEnvironmentId({ name: 'default', digest: '1' }),
  code: '0123456789abcdef',
  outcome: 'failed',
  endedAt: NOW,
};

const describeFiles = (folder: string): string =>
  (readdirSync(folder, { recursive: true }) as string[])
    .sort()
    .map((name) => `${name} ${name.includes('.') ? readFileSync(join(folder, name), 'utf8') : ''}`)
    .join('\n');

/** Creates a folder of another program, with old files whose names look like those of a store. */
function fillOutside({ folder }: StorePaths): string {
  const outside = join(folder, 'outside');
  const names = ['testmon.stress.0123456789abcdef.json', 'testmondata.db', 'note.json', 'stress/note.txt'];
  for (const name of names) {
    mkdirSync(dirname(join(outside, name)), { recursive: true });
    writeFileSync(join(outside, name), `text of ${name}`);
    utimesSync(join(outside, name), 1, 1);
  }
  return outside;
}

const isRefused = ({ folder, testmon, file }: StorePaths): boolean =>
  refuseStore({ workspaceRoot: folder, folder: testmon, database: file }, 'stress') !== undefined;

/** Does what a task does with its store, without inspecting the store first. */
async function workOn({ file, testmon, recordsDir, pendingDir }: StorePaths): Promise<void> {
  await mergePending({ file, recordsDir, pendingDir, lock: LOCK, now: NOW });
  writeRecord(recordsDir, sampleRecord('stress', ['foreign-0']));
  writePending(pendingDir, sampleRecord('stress', ['foreign-1']));
  const request = { recordsDir, pendingDir, project: 'stress', target: 'testmon', keep: [], now: NOW };
  pruneRecords({ ...request, isMerged: () => true });
  readLedger(join(testmon, 'runs.jsonl'));
  drainLedger(join(testmon, 'runs.jsonl')).forget();
  appendResults(join(testmon, 'results.jsonl'), [sampleResult], NOW);
  readResults(join(testmon, 'results.jsonl'), NOW);
}

/** Replaces a part of a store by a link or a FIFO, then restores it. */
async function withForeignEntry(
  paths: StorePaths,
  random: Random,
  put: (path: string, isFolder: boolean) => void,
): Promise<readonly string[]> {
  await storeNow(paths, before);
  const name = chooseRandom([...folders, ...files], random);
  const isFolder = folders.includes(name);
  const path = join(paths.testmon, name);
  const kept = join(paths.folder, 'kept');
  const isThere = readdirSync(dirname(path)).includes(basename(path));
  if (isThere) renameSync(path, kept);
  put(path, isFolder);
  const problems = isRefused(paths) ? [] : [`a store with a foreign .testmon/${name} was not refused`];
  // Each function checks the entries below its folder, but not the folder itself.
  if (['records/stress', ...files].includes(name)) await workOn(paths);
  rmSync(path, { force: true });
  if (isThere) renameSync(kept, path);
  return [...problems, ...(await findProblemsAfterwards(paths, before))];
}

const links: Fault = async ({ paths, random }) => {
  if (isWindows) return [];
  const outside = fillOutside(paths);
  const untouched = describeFiles(outside);
  const problems = await withForeignEntry(paths, random, (path, isFolder) =>
    symlinkSync(
      isFolder ? outside : join(outside, chooseRandom(['testmondata.db', 'note.json', 'none'], random)),
      path,
    ),
  );
  return describeFiles(outside) === untouched ? problems : [...problems, 'files behind a link were changed'];
};

const fifos: Fault = ({ paths, random }) =>
  isWindows ? Promise.resolve([]) : withForeignEntry(paths, random, (path) => execFileSync('mkfifo', [path]));

/** Files that are far larger than those of a store: sparse files, and records with millions of values. */
const hugeFiles: Fault = async ({ paths, random }) => {
  await storeNow(paths, before);
  const { file } = writePending(paths.pendingDir, sampleRecord('huge', ['huge-0']));
  const ledger = join(paths.testmon, 'runs.jsonl');
  writeFileSync(ledger, '\n');
  truncateSync(ledger, 2 * 1024 ** 3);
  if (random() < 0.5) truncateSync(file, 4 * 1024 ** 3);
  else writeFileSync(file, `[${chooseRandom(['[],', '{},', '0,', '"",'], random).repeat(20_000_000)}0]`);
  const started = performance.now();
  readLedger(ledger);
  drainLedger(ledger).forget();
  const { problems, refused } = await runAfterwards(paths, before);
  const seconds = (performance.now() - started) / 1000;
  const again = await mergePending({ ...mergeRequestOf(paths), lock: LOCK, now: NOW });
  return [
    ...problems,
    ...(refused.length === 1 ? [] : [`${refused.length} records were refused instead of 1`]),
    ...(again.refused.length === 0 ? [] : ['a refused record was tried again']),
    ...(seconds < 60 ? [] : [`huge files took ${seconds.toFixed(1)} s`]),
  ];
};

const mergeRequestOf = ({ file, recordsDir, pendingDir }: StorePaths) => ({ file, recordsDir, pendingDir });

/** A valid record that claims to belong to another project, by its facts, its run or its folder. */
const forgedRecord: Fault = async ({ paths, random }) => {
  await storeNow(paths, before);
  const facts = makeNames('forged', 2).map(sampleFact);
  const run = {
    execId: 'e',
    target: 't',
    environment: 'default',
    outcome: 'passed',
    endedAt: 1,
    durationMs: 1,
  } as const;
  const ofOther = { execId: 'forged', project: 'other', target: 'testmon', facts } as const;
  const forged = chooseRandom(
    [
      ofOther,
      { ...ofOther, facts: [], run: { ...run, project: 'stress', selected: 0, total: 1, savedMs: 1e12 } },
      {
        ...ofOther,
        facts: facts.map((fact) => ({ ...fact, testFile: { ...fact.testFile, suite: 'other%3A:c' } })),
      },
      {
        ...ofOther,
        facts: facts.map((fact) => ({ ...fact, testFile: { ...fact.testFile, suite: 'other' } })),
      },
    ],
    random,
  );
  const written = writeRecord(random() < 0.5 ? paths.recordsDir : paths.pendingDir, forged);
  const own = sampleRecord('moved', ['forged-3']);
  const moved = writeRecord(paths.recordsDir, own);
  mkdirSync(join(paths.recordsDir, 'another'), { recursive: true });
  renameSync(moved.file, join(paths.recordsDir, 'another', basename(moved.file)));
  const { problems, refused } = await runAfterwards(paths, before);
  const read = await readVerifiedFacts(paths.file);
  const isStored = !read.ok || read.wrong.length > 0 || read.names.some((name) => name.startsWith('forged'));
  return [
    ...problems,
    ...(written.ok && refused.length === 2 ? [] : [`${refused.length} of 2 forged records were refused`]),
    ...(isStored ? ['facts of a forged record were stored'] : []),
  ];
};

/** A lock that no process holds: it is dated in the future, or something else is in its place. */
const futureLock: Fault = async ({ paths, random }) => {
  await storeNow(paths, before);
  const lock = `${paths.file}.lock`;
  const ahead = Date.now() / 1000 + 60 + random() * 1e9;
  const kinds = isWindows ? ['folder', 'file'] : ['folder', 'file', 'link', 'fifo'];
  switch (chooseRandom(kinds, random)) {
    case 'folder':
      mkdirSync(lock);
      utimesSync(lock, ahead, ahead);
      break;
    case 'file':
      writeFileSync(lock, 'text');
      break;
    case 'link':
      symlinkSync(paths.folder, lock);
      break;
    case 'fifo':
      execFileSync('mkfifo', [lock]);
      break;
  }
  const started = performance.now();
  const problems = await findProblemsAfterwards(paths, before);
  const isSlow = performance.now() - started > LOCK.staleMs;
  return isSlow ? [...problems, 'a lock that no process holds was waited for'] : problems;
};

export const foreignEntries = {
  links,
  fifos,
  'huge-files': hugeFiles,
  'forged-record': forgedRecord,
  'future-lock': futureLock,
};
