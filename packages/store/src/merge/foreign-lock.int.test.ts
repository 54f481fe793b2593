import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { fact, isWindows, LOCK, NOW, record, storeFile, temporaryFolder } from '../store.testing';
import { mergeRecords } from './merge-records';

/** Does not wait long: if another process holds the lock, the merge fails. */
const lock = { ...LOCK, waitMs: 1_000 };
const merge = (file: string) => mergeRecords({ file, records: [record([fact()])], lock, now: NOW });

/** The files that were moved aside, by name. */
const aside = (file: string) =>
  readdirSync(dirname(file)).filter((name) => name.startsWith(`${basename(file)}.lock.aside-`));

function setTime(path: string, ms: number): void {
  utimesSync(path, ms / 1000, ms / 1000);
}

it('takes over a lock from the future', async () => {
  const file = storeFile();
  mkdirSync(`${file}.lock`);
  setTime(`${file}.lock`, Date.now() + 365 * 24 * 3_600_000);
  expect(await merge(file)).toMatchObject({ kind: 'merged', addedFacts: 1 });
  expect(readdirSync(dirname(file))).toEqual([basename(file)]);
});

it('waits for a lock whose time is ahead by no more than a clock may be', async () => {
  const file = storeFile();
  mkdirSync(`${file}.lock`);
  setTime(`${file}.lock`, Date.now() + lock.staleMs / 2);
  expect(await merge(file)).toMatchObject({ kind: 'store-locked' });
});

it('moves a file at the path of the lock aside, and never deletes it', async () => {
  const file = storeFile();
  writeFileSync(`${file}.lock`, 'text of the user');
  expect(await merge(file)).toMatchObject({ kind: 'merged', addedFacts: 1 });
  expect(existsSync(`${file}.lock`)).toBe(false);
  const [moved = ''] = aside(file);
  expect(readFileSync(join(dirname(file), moved), 'utf8')).toBe('text of the user');
});

it('moves a folder with files at the path of the lock aside if it is stale', async () => {
  const file = storeFile();
  mkdirSync(`${file}.lock`);
  writeFileSync(join(`${file}.lock`, 'note.txt'), 'kept');
  setTime(`${file}.lock`, Date.now() - 3_600_000);
  expect(await merge(file)).toMatchObject({ kind: 'merged', addedFacts: 1 });
  expect(readdirSync(join(dirname(file), aside(file)[0] ?? ''))).toEqual(['note.txt']);
});

// Creating links requires a privilege on Windows, which has no FIFOs.
it.skipIf(isWindows).each(['link', 'dangling link', 'FIFO'])(
  'takes over a lock if there is a %s at its path, and does not change its target (not on Windows)',
  async (kind) => {
    const file = storeFile();
    const target = temporaryFolder();
    if (kind === 'FIFO') execFileSync('mkfifo', [`${file}.lock`]);
    else symlinkSync(kind === 'link' ? target : join(target, 'none'), `${file}.lock`);
    setTime(target, Date.now() - 3_600_000);
    expect(await merge(file)).toMatchObject({ kind: 'merged', addedFacts: 1 });
    expect(readdirSync(target)).toEqual([]);
  },
);
