import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Breaker, MISSED_KEPT } from '@nx-testmon/core';
import { beforeEach, expect, test } from 'vitest';
import { refuseStore } from '../files/refuse-store';
import { isWindows, NOW, temporaryFolder } from '../store.testing';
import { clearBreaker, listBreakers, readBreaker, writeBreaker } from './breakers';

let root: string;
let folder: string;

beforeEach(() => {
  root = temporaryFolder();
  folder = join(root, '.testmon', 'breakers');
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
  expect(readBreaker(folder, 'a')).toBeUndefined();
  expect(listBreakers(folder)).toEqual([]);
  for (const project of ['a', '@scope/b', '../c'])
    expect(writeBreaker(folder, breaker(project))).toBeUndefined();
  for (const project of ['a', '@scope/b', '../c'])
    expect(readBreaker(folder, project)).toMatchObject({ kind: 'set', breaker: breaker(project) });
  expect(readBreaker(folder, 'b')).toBeUndefined();
  expect(readdirSync(join(root, '.testmon'))).toEqual(['breakers']);
  expect(listBreakers(folder).map(({ project }) => project)).toEqual(['../c', '@scope/b', 'a']);
});

test('a later breaker replaces the earlier one, and has a limited number of test files', () => {
  writeBreaker(folder, breaker('a', 1));
  writeBreaker(folder, breaker('a', MISSED_KEPT + 5));
  const stored = readBreaker(folder, 'a');
  expect(stored?.kind === 'set' && stored.breaker.missed.length).toBe(MISSED_KEPT);
  expect(readdirSync(folder)).toEqual(['a.json']);
});

test('clearing a breaker removes only that breaker', () => {
  writeBreaker(folder, breaker('a'));
  writeBreaker(folder, breaker('b'));
  const [first] = listBreakers(folder);
  expect(clearBreaker(folder, first!.stored.file)).toBeUndefined();
  expect(readBreaker(folder, 'a')).toBeUndefined();
  expect(readBreaker(folder, 'b')?.kind).toBe('set');
});

const whole = JSON.stringify(breaker('a'));

test.each([
  ['empty', ''],
  ['cut off', whole.slice(0, -9)],
  ['of another kind', '[]'],
  ['null', 'null'],
  ['without a test file', JSON.stringify({ ...breaker(), missed: [] })],
  ['with a test file that is not a path', JSON.stringify({ ...breaker(), missed: [7] })],
  ['with an impossible time', JSON.stringify({ ...breaker(), foundAt: -1 })],
  ['with a time that is text', JSON.stringify({ ...breaker(), foundAt: 'now' })],
  ['that of another project', JSON.stringify(breaker('b'))],
  ['too large', `${whole}${' '.repeat(1024 ** 2)}`],
])('a damaged breaker is set, can be listed and can be cleared: %s', (_, text) => {
  write('a.json', text);
  expect(readBreaker(folder, 'a')).toMatchObject({
    kind: 'unreadable',
    detail: expect.any(String) as string,
  });
  const [listed] = listBreakers(folder);
  expect(listed).toMatchObject({ project: 'a', stored: { kind: 'unreadable' } });
  expect(clearBreaker(folder, listed!.stored.file)).toBeUndefined();
  expect(readBreaker(folder, 'a')).toBeUndefined();
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
    expect(readBreaker(folder, 'a')?.kind).toBe('unreadable');
    expect(clearBreaker(folder, join(folder, 'a.json'))).toBeUndefined();
    expect(readFileSync(outside, 'utf8')).toBe(whole);

    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    symlinkSync(elsewhere, join(folder, '@scope'));
    expect(refuseStore(store, '@scope/b')).toMatchObject({ kind: 'store-refused' });
    expect(writeBreaker(folder, breaker('@scope/b'))).toContain('a link leads to');
    expect(existsSync(join(elsewhere, 'b.json'))).toBe(false);
  },
);
