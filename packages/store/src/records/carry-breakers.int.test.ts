import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Breaker } from '@nx-testmon/core';
import { beforeEach, expect, test } from 'vitest';
import { NOW, temporaryFolder } from '../store.testing';
import type { BreakerFolders } from './breaker-file';
import { clearBreaker, listBreakers, readBreaker, writeBreaker } from './breakers';
import { carryBreaker, exportBreakers, mergeCarriedBreakers } from './carry-breakers';

let one: BreakerFolders;
let other: BreakerFolders;

beforeEach(() => {
  [one, other] = [createFolders(), createFolders()];
});

function createFolders(): BreakerFolders {
  const root = join(temporaryFolder(), '.testmon');
  return { breakers: join(root, 'breakers'), records: join(root, 'records') };
}

function breaker(foundAt = NOW, project = '@scope/a'): Breaker {
  const missed = [{ suite: `${project}:vitest.config.ts`, path: 'a.test.ts' }];
  return { project, target: 'testmon', environment: 'default', foundAt, missed };
}

const carriedFile = ({ records }: BreakerFolders) => join(records, '@scope/a/breaker.json');
const isOff = (folders: BreakerFolders, at = NOW + 10) => readBreaker(folders, '@scope/a', at) !== undefined;

/** As Nx does when it restores a result: the folder of a project's records is replaced. */
function restore(from: BreakerFolders, to: BreakerFolders): void {
  const target = carriedFile(to);
  rmSync(dirname(target), { recursive: true, force: true });
  if (!existsSync(carriedFile(from))) return;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, readFileSync(carriedFile(from)));
}

function clear(folders: BreakerFolders, at: number): void {
  const listed = listBreakers(folders, at);
  expect(listed).toHaveLength(1);
  expect(clearBreaker(folders, listed[0]!, at)).toBeUndefined();
}

test('restored records turn the selection off, and still when an older result is restored after a collecting task', () => {
  writeBreaker(one, breaker());
  restore(one, other);
  expect(isOff(other)).toBe(true);
  expect(listBreakers(other, NOW)).toMatchObject([{ project: '@scope/a', stored: { kind: 'set' } }]);
  expect(mergeCarriedBreakers(other, NOW).problems).toEqual([]);
  restore(createFolders(), other);
  expect(isOff(other)).toBe(true);
});

test('a clearing is carried as well, and records of before do not turn the selection off again', () => {
  writeBreaker(one, breaker());
  const before = createFolders();
  restore(one, before);
  restore(one, other);
  mergeCarriedBreakers(other, NOW);
  clear(one, NOW + 1);
  expect(isOff(one)).toBe(false);
  restore(one, other);
  expect(isOff(other)).toBe(false);
  mergeCarriedBreakers(other, NOW + 2);
  restore(before, one);
  restore(before, other);
  expect([isOff(one), isOff(other)]).toEqual([false, false]);
});

test('a breaker that follows a clearing holds, whatever the clock shows', () => {
  writeBreaker(one, breaker());
  clear(one, NOW + 5);
  expect(writeBreaker(one, breaker(NOW - 1000))).toBeUndefined();
  expect(isOff(one)).toBe(true);
  restore(one, other);
  expect(isOff(other)).toBe(true);
});

test('a collecting task writes what is known beside the records again', () => {
  writeBreaker(one, breaker());
  restore(other, one);
  carryBreaker(one, '@scope/a', NOW);
  carryBreaker(one, 'b', NOW);
  expect(existsSync(join(one.records, 'b'))).toBe(false);
  restore(one, other);
  expect(isOff(other)).toBe(true);
});

test('what cannot be read beside the records turns the selection off until it is cleared', () => {
  mkdirSync(dirname(carriedFile(one)), { recursive: true });
  writeFileSync(carriedFile(one), '{');
  expect(readBreaker(one, '@scope/a', NOW)).toMatchObject({ kind: 'unreadable', file: carriedFile(one) });
  clear(one, NOW);
  expect(isOff(one)).toBe(false);
});

test('a breaker in the folder of another project turns off the selection of that project alone', () => {
  writeBreaker(one, breaker(NOW, 'b'));
  mkdirSync(dirname(carriedFile(one)), { recursive: true });
  writeFileSync(carriedFile(one), readFileSync(join(one.records, 'b/breaker.json')));
  expect(readBreaker(one, '@scope/a', NOW)).toMatchObject({
    kind: 'unreadable',
    detail: 'it is that of another project',
  });
  expect(mergeCarriedBreakers(one, NOW)).toEqual({ turnedOff: [], turnedOn: [], problems: [] });
  expect(existsSync(join(one.breakers, '@scope/a.json'))).toBe(false);
});

test('an export contains what is known about the chosen projects, and names what cannot be read', () => {
  writeBreaker(one, breaker());
  writeBreaker(one, breaker(NOW, 'b'));
  writeFileSync(join(one.breakers, 'c.json'), '{');
  expect(exportBreakers({ ...one, folder: other.records, projects: ['@scope/a'], now: NOW })).toEqual([]);
  expect(listBreakers(other, NOW).map(({ project }) => project)).toEqual(['@scope/a']);
  expect(exportBreakers({ ...one, folder: other.records, now: NOW })).toMatchObject([
    { kind: 'breaker-unreadable', project: 'c' },
  ]);
  expect(listBreakers(other, NOW).map(({ project }) => project)).toEqual(['@scope/a', 'b']);
});
