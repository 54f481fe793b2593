import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { probeFiles, trimCache } from './trim-cache';

const day = 24 * 3_600_000;
const now = Date.now();
const limits = { bytes: 1000, ageMs: 30 * day, everyMs: day };
let workspace: TestWorkspace;
let folder: string;
beforeEach(() => {
  workspace = createWorkspace({});
  folder = workspace.root;
});
afterEach(() => workspace[Symbol.dispose]());

function put(name: string, bytes: number, ageMs: number): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), 'x'.repeat(bytes));
  utimesSync(join(folder, name), (now - ageMs) / 1000, (now - ageMs) / 1000);
}

const names = () =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((one) => /\.json$/.test(one)).sort();

const trim = (at = now) => trimCache({ base: folder, folder, ownFiles: probeFiles }, at, limits);

it('removes files that were not used for a long time, and leftovers', () => {
  put('aa/1.json', 10, 31 * day);
  put('aa/2.json', 10, 29 * day);
  put('bb/4.json.12-0.tmp', 10, 40 * day);
  trim();
  expect(names()).toEqual(['aa/2.json']);
  expect(existsSync(join(folder, 'bb/4.json.12-0.tmp'))).toBe(false);
});

it('removes the oldest files until there is room again', () => {
  for (let age = 1; age <= 6; age++) put(`aa/${age}.json`, 200, age * day);
  trim();
  expect(names()).toEqual(['aa/1.json', 'aa/2.json', 'aa/3.json']);
});

it('checks the folder once a day', () => {
  put('aa/1.json', 10, 0);
  trim();
  put('aa/2.json', 10, 40 * day);
  trim(now + day / 2);
  expect(names()).toEqual(['aa/1.json', 'aa/2.json']);
  trim(now + 2 * day);
  expect(names()).toEqual(['aa/1.json']);
});

it('creates no folder', () => {
  trimCache({ base: folder, folder: join(folder, 'none'), ownFiles: probeFiles }, now, limits);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});

it('leaves files with other names alone', () => {
  const others = ['notes.json', 'aa/notes.txt', 'aa/bb/1.json', 'AA/1.json', 'aa/1.json.orig'];
  for (const other of others) put(other, 2000, 400 * day);
  trim();
  for (const other of others) expect(existsSync(join(folder, other)), other).toBe(true);
});

// Links need a privilege on Windows, and Windows has no FIFOs.
it.skipIf(process.platform === 'win32')(
  'follows no link, and does not block on a FIFO (not on Windows)',
  () => {
    using other = createWorkspace({});
    const outside = other.root;
    mkdirSync(join(outside, 'aa'));
    for (const name of ['aa/1.json', 'mark']) {
      writeFileSync(join(outside, name), 'text of the user');
      utimesSync(join(outside, name), 1, 1);
    }
    symlinkSync(join(outside, 'aa'), join(folder, 'aa'));
    trim();
    utimesSync(join(folder, 'trimmed'), 1, 1);
    rmSync(join(folder, 'trimmed'));
    symlinkSync(join(outside, 'mark'), join(folder, 'trimmed'));
    trim(now + 10 * day);
    symlinkSync(outside, join(folder, 'linked'));
    trimCache({ base: folder, folder: join(folder, 'linked'), ownFiles: probeFiles }, now, limits);
    rmSync(join(folder, 'trimmed'));
    execFileSync('mkfifo', [join(folder, 'trimmed')]);
    utimesSync(join(folder, 'trimmed'), 1, 1);
    trim();
    expect(readdirSync(outside).sort()).toEqual(['aa', 'mark']);
    for (const name of ['aa/1.json', 'mark']) {
      expect(readFileSync(join(outside, name), 'utf8')).toBe('text of the user');
      expect(statSync(join(outside, name)).mtimeMs).toBe(1000);
    }
  },
);
