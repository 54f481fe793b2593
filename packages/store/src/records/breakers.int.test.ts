import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Breaker, MISSED_KEPT } from '@nx-testmon/core';
import { beforeEach, expect, test } from 'vitest';
import type { BreakerFolders } from './breaker-file';
import { refuseStore } from '../files/refuse-store';
import { isWindows, NOW, temporaryFolder } from '../store.testing';
import { clearBreaker, listBreakers, readBreaker, writeBreaker } from './breakers';

let root: string;
let folder: string;
let folders: BreakerFolders;

beforeEach(() => {
  root = temporaryFolder();
  folder = join(root, '.testmon', 'breakers');
  folders = { breakers: folder, records: join(root, '.testmon', 'records') };
});

function breaker(project = 'a', missed = 1): Breaker {
  const path = (at: number) => ({ suite: `${project}:vitest.config.ts`, path: `${at}.test.ts` });
  return {
    ...{ project, target: 'testmon', environment: 'default', foundAt: NOW },
    missed: Array.from({ length: missed }, (_, at) => path(at)),
  };
}

function write(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

test('a breaker is read unchanged, only for its own project', () => {
  expect(readBreaker(folders, 'a', NOW)).toBeUndefined();
  expect(listBreakers(folders, NOW)).toEqual([]);
  for (const project of ['a', '@scope/b', '../c'])
    expect(writeBreaker(folders, breaker(project))).toBeUndefined();
  for (const project of ['a', '@scope/b', '../c'])
    expect(readBreaker(folders, project, NOW)).toMatchObject({ kind: 'set', breaker: breaker(project) });
  expect(readBreaker(folders, 'b', NOW)).toBeUndefined();
  expect(readdirSync(join(root, '.testmon')).sort()).toEqual(['breakers', 'records']);
  expect(listBreakers(folders, NOW).map(({ project }) => project)).toEqual(['../c', '@scope/b', 'a']);
});

test('a later breaker replaces the earlier one, and has a limited number of test files', () => {
  writeBreaker(folders, breaker('a', 1));
  writeBreaker(folders, breaker('a', MISSED_KEPT + 5));
  const stored = readBreaker(folders, 'a', NOW);
  expect(stored?.kind === 'set' && stored.breaker.missed.length).toBe(MISSED_KEPT);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('clearing a breaker ends only that breaker', () => {
  writeBreaker(folders, breaker('a'));
  writeBreaker(folders, breaker('b'));
  const [first] = listBreakers(folders, NOW);
  expect(clearBreaker(folders, first!, NOW)).toBeUndefined();
  expect(readBreaker(folders, 'a', NOW)).toBeUndefined();
  expect(readBreaker(folders, 'b', NOW)?.kind).toBe('set');
});

const whole = JSON.stringify(breaker('a'));

test.each([
  ['empty', ''],
  ['cut off', whole.slice(0, -9)],
  ['of another kind', '[]'],
  ['null', 'null'],
  ['without a test file', JSON.stringify({ ...breaker(), missed: [] })],
  ['with a test file that is not a path', JSON.stringify({ ...breaker(), missed: [7] })],
  ['without anything that happened', JSON.stringify({ project: 'a' })],
  ['with a clearing that is no time', JSON.stringify({ project: 'a', cleared: {} })],
  ['with a sequence that is text', JSON.stringify({ ...breaker(), sequence: 'first' })],
  ['with an impossible time', JSON.stringify({ ...breaker(), foundAt: -1 })],
  ['with a time that is text', JSON.stringify({ ...breaker(), foundAt: 'now' })],
  ['that of another project', JSON.stringify(breaker('b'))],
  ['too large', `${whole}${' '.repeat(1024 ** 2)}`],
])('a damaged breaker is set, can be listed and can be cleared: %s', (_, text) => {
  write('a.json', text);
  expect(readBreaker(folders, 'a', NOW)).toMatchObject({
    kind: 'unreadable',
    detail: expect.any(String) as string,
  });
  const [listed] = listBreakers(folders, NOW);
  expect(listed).toMatchObject({ project: 'a', stored: { kind: 'unreadable' } });
  expect(clearBreaker(folders, listed!, NOW)).toBeUndefined();
  expect(readBreaker(folders, 'a', NOW)).toBeUndefined();
});

test.skipIf(isWindows)(
  'links and other kinds of entries are refused with the store, and links are not followed (not on Windows)',
  () => {
    const store = {
      workspaceRoot: root,
      folder: join(root, '.testmon'),
      database: join(root, '.testmon/testmondata.db'),
    };
    const outside = join(root, 'outside.json');
    writeFileSync(outside, whole);
    mkdirSync(folder, { recursive: true });
    expect(refuseStore(store, 'a')).toBeUndefined();
    symlinkSync(outside, join(folder, 'a.json'));
    expect(refuseStore(store, 'a')).toMatchObject({ kind: 'store-refused', file: join(folder, 'a.json') });
    expect(refuseStore(store, 'b')).toBeUndefined();
    expect(readBreaker(folders, 'a', NOW)?.kind).toBe('unreadable');
    const [listed] = listBreakers(folders, NOW);
    expect(clearBreaker(folders, listed!, NOW)).toBeUndefined();
    expect(readFileSync(outside, 'utf8')).toBe(whole);

    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, '@scope'));
    expect(refuseStore(store, '@scope/b')).toMatchObject({ kind: 'store-refused' });
    expect(writeBreaker(folders, breaker('@scope/b'))).toContain('a link leads to');
    expect(existsSync(join(elsewhere, 'b.json'))).toBe(false);
  },
);
