import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { trimCache } from './trim-cache';

const day = 24 * 3_600_000;
const now = Date.now();
const limits = { bytes: 1000, ageMs: 30 * day, everyMs: day };
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'testmon-cache-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, bytes: number, ageMs: number): void {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), 'x'.repeat(bytes));
  utimesSync(join(folder, name), (now - ageMs) / 1000, (now - ageMs) / 1000);
}

const names = () =>
  (readdirSync(folder, { recursive: true }) as string[]).filter((one) => /\d$/.test(one)).sort();

it('removes what was not used for long, and leftovers with it', () => {
  put('probes/aa/1', 10, 31 * day);
  put('probes/aa/2', 10, 29 * day);
  put('vitest/3', 10, 0);
  put('probes/bb/4.json.12-0.tmp', 10, 40 * day);
  trimCache(folder, now, limits);
  expect(names()).toEqual(['probes/aa/2', 'vitest/3']);
  expect(existsSync(join(folder, 'probes/bb/4.json.12-0.tmp'))).toBe(false);
});

it('removes the oldest until there is room again', () => {
  for (let age = 1; age <= 6; age++) put(`probes/${age}`, 200, age * day);
  trimCache(folder, now, limits);
  expect(names()).toEqual(['probes/1', 'probes/2', 'probes/3']);
});

it('looks once a day', () => {
  put('1', 10, 0);
  trimCache(folder, now, limits);
  put('2', 10, 40 * day);
  trimCache(folder, now + day / 2, limits);
  expect(names()).toEqual(['1', '2']);
  trimCache(folder, now + 2 * day, limits);
  expect(names()).toEqual(['1']);
});

it('makes no folder where there is none', () => {
  trimCache(join(folder, 'none'), now, limits);
  expect(existsSync(join(folder, 'none'))).toBe(false);
});
