import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { CodeResult, EnvironmentKey } from '@nx-testmon/core';
import { beforeEach, describe, expect, test } from 'vitest';
import { isWindows, NOW, temporaryFolder } from '../store.testing';
import { appendResults, mergeResults, readResults } from './result-ledger';

let ledger: string;

beforeEach(() => {
  ledger = join(temporaryFolder(), '.testmon', 'results.jsonl');
});

function result(changes: Partial<CodeResult> = {}): CodeResult {
  return {
    testFile: { suite: 'a:vitest.config.ts', path: 'a.test.ts' },
    environment: 'default@1' as EnvironmentKey,
    code: 'AAAAAAAAAAAAAAA_',
    outcome: 'failed',
    endedAt: NOW - 1000,
    ...changes,
  };
}

const files = () => readdirSync(dirname(ledger));

test('results are a set: each execution counts once, with the names of its tests', () => {
  expect(readResults(ledger, NOW)).toEqual([]);
  const named = result({ failedTests: ['adds'] });
  expect(appendResults(ledger, [result(), named], NOW)).toBeUndefined();
  expect(appendResults(ledger, [result({ outcome: 'passed', endedAt: NOW }), result()], NOW)).toBeUndefined();
  expect(readResults(ledger, NOW)).toEqual([result({ outcome: 'passed', endedAt: NOW }), named]);
});

test('nothing is written if there is nothing to add', () => {
  expect(appendResults(ledger, [], NOW)).toBeUndefined();
  expect(mergeResults(ledger, [], NOW)).toBe(0);
  expect(readdirSync(dirname(dirname(ledger)))).toEqual([]);
});

test('merging adds missing results, in any order', () => {
  const [one, two] = [result(), result({ endedAt: NOW - 500 })];
  const other = join(temporaryFolder(), 'results.jsonl');
  expect(mergeResults(ledger, [one], NOW)).toBe(1);
  expect(mergeResults(ledger, [two, one], NOW)).toBe(1);
  expect(mergeResults(ledger, [two, one], NOW)).toBe(0);
  expect(mergeResults(other, [two, one], NOW)).toBe(2);
  expect(readResults(other, NOW)).toEqual(readResults(ledger, NOW));
});

describe('an invalid result', () => {
  test('does not affect other lines', () => {
    appendResults(ledger, [result()], NOW);
    const wrong = [
      '{"cut": ',
      'null',
      '[]',
      '{}',
      JSON.stringify({ ...result(), testFile: null }),
      JSON.stringify({ ...result(), testFile: { suite: 'a:', path: '' } }),
      JSON.stringify({ ...result(), code: '../../etc' }),
      JSON.stringify({ ...result(), outcome: 'skipped' }),
      JSON.stringify({ ...result(), endedAt: -1 }),
      JSON.stringify({ ...result(), endedAt: null }),
      JSON.stringify({ ...result(), failedTests: 'adds' }),
      JSON.stringify({ ...result(), failedTests: ['x'.repeat(5000)] }),
      JSON.stringify({ ...result(), failedTests: Array.from({ length: 11 }, (_, at) => `t${at}`) }),
    ];
    appendFileSync(ledger, `${wrong.join('\n')}\n`);
    appendResults(ledger, [result({ endedAt: NOW - 1 })], NOW);
    expect(readResults(ledger, NOW)).toEqual([result({ endedAt: NOW - 1 }), result()]);
  });

  test('is never written, and unknown fields of a result are not read', () => {
    const long = { ...result(), environment: 'e'.repeat(5000) as EnvironmentKey };
    appendResults(ledger, [long], NOW);
    expect(readdirSync(dirname(dirname(ledger)))).toEqual([]);
    appendResults(ledger, [result()], NOW);
    appendFileSync(ledger, `${JSON.stringify({ ...result({ endedAt: 5 + NOW }), more: 1 })}\n`);
    expect(readResults(ledger, NOW)).toEqual([result({ endedAt: 5 + NOW }), result()]);
  });

  test('is left out if its time is in the future or older than the limit', () => {
    const [day, year] = [24 * 3_600_000, 365 * 24 * 3_600_000];
    appendResults(
      ledger,
      [result({ endedAt: NOW + 2 * day }), result({ endedAt: NOW - year }), result()],
      NOW,
    );
    expect(readResults(ledger, NOW)).toEqual([result()]);
  });
});

describe('the number of results is limited', () => {
  const manyOf = (count: number, make: (at: number) => Partial<CodeResult>) =>
    Array.from({ length: count }, (_, at) => result(make(at)));
  const file = (at: number) => ({ testFile: { suite: 'a:', path: `${at}.test.ts` } });

  test('of one test file to the newest', () => {
    appendResults(
      ledger,
      manyOf(500, (at) => ({ endedAt: NOW - at })),
      NOW,
    );
    const kept = readResults(ledger, NOW);
    expect(kept).toHaveLength(24);
    expect(kept[0]?.endedAt).toBe(NOW);
  });

  test('of all test files, but failures without a pass do not replace results of flaky test files', () => {
    const flaky = [result({ endedAt: 0.5 * NOW + 0.5 * (NOW - 1e9) })];
    flaky.push({ ...flaky[0]!, outcome: 'passed', endedAt: NOW - 1e9 });
    appendResults(ledger, flaky, NOW);
    appendResults(
      ledger,
      manyOf(5000, (at) => ({ ...file(at), endedAt: NOW - at })),
      NOW,
    );
    const kept = readResults(ledger, NOW);
    expect(kept).toHaveLength(1002);
    expect(kept).toEqual(expect.arrayContaining(flaky));
  });

  test('and so is the size: a long ledger is rewritten with the kept results', () => {
    const failedTests = Array.from({ length: 10 }, (_, at) => `${at}${'x'.repeat(199)}`);
    for (let round = 0; round < 10; round++) {
      appendResults(
        ledger,
        manyOf(300, (at) => ({ ...file(at), endedAt: NOW - round, failedTests })),
        NOW,
      );
      expect(statSync(ledger).size).toBeLessThan(2 * 1024 ** 2);
      expect(files()).toEqual(['results.jsonl']);
    }
    const kept = readResults(ledger, NOW);
    expect(JSON.stringify(kept).length).toBeLessThan(513 * 1024);
    expect(kept[0]?.endedAt).toBe(NOW);
    expect(kept.length).toBeGreaterThan(100);
  });

  test('and so is the time to read a ledger with other lines', () => {
    appendResults(ledger, [result()], NOW);
    appendFileSync(ledger, '{\n'.repeat(900_000));
    const started = performance.now();
    expect(readResults(ledger, NOW)).toEqual([result()]);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test('only the end of a very large file is read', () => {
    appendResults(ledger, [result()], NOW);
    truncateSync(ledger, 3 * 1024 ** 3);
    appendFileSync(ledger, `\n${JSON.stringify(result({ endedAt: NOW }))}\n`);
    expect(readResults(ledger, NOW)).toEqual([result({ endedAt: NOW })]);
    appendResults(ledger, [result({ endedAt: NOW - 7 })], NOW);
    expect(statSync(ledger).size).toBeLessThan(1024);
    expect(readResults(ledger, NOW)).toHaveLength(2);
  });
});

test('the file that a killed process has left during a rewrite is read, and merged later', () => {
  appendResults(ledger, [result()], NOW);
  const left = ledger.replace('.jsonl', '.0f8fad5b-d9cb-469f-a165-70867728950e.jsonl');
  writeFileSync(left, `${JSON.stringify(result({ endedAt: NOW - 3 }))}\n`);
  writeFileSync(ledger.replace('.jsonl', '.notes.jsonl'), 'of the user');
  expect(readResults(ledger, NOW)).toHaveLength(2);
  appendFileSync(ledger, '\n'.repeat(1024 ** 2 + 1));
  appendResults(ledger, [result({ endedAt: NOW - 4 })], NOW);
  expect(readResults(ledger, NOW)).toHaveLength(3);
  expect(files()).toEqual(['results.jsonl', 'results.notes.jsonl']);
});

test.skipIf(isWindows)('a link or a FIFO is neither read nor written (not on Windows)', () => {
  const outside = join(temporaryFolder(), 'note.txt');
  const line = `${JSON.stringify(result())}\n`;
  writeFileSync(outside, line);
  const folder = temporaryFolder();
  for (const [name, put] of [
    ['link', (path: string) => symlinkSync(outside, path)],
    ['fifo', (path: string) => void execFileSync('mkfifo', [path])],
  ] as const) {
    const path = join(folder, `${name}.jsonl`);
    put(path);
    expect(readResults(path, NOW)).toEqual([]);
    expect(appendResults(path, [result()], NOW)).toEqual(expect.any(String));
    expect(mergeResults(path, [result()], NOW)).toBe(0);
  }
  expect(readFileSync(outside, 'utf8')).toBe(line);
});
