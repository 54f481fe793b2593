import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { editNames, edits, generateFacts } from '../tools/bench/scale/generated-facts.mts';
import type { OrderDocument } from '../tools/bench/order/order.mts';
import type { ScaleDocument } from '../tools/bench/scale/scale.mts';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { runProcess, shellEnvironment } from './harness/child-process';
import { transcript } from './harness/run-nx';

const tools = resolve(__dirname, '../tools');
const folder = new TemporaryFolder();
afterAll(() => folder[Symbol.dispose]());

async function bench(script: string, args: readonly string[]): Promise<unknown> {
  const json = folder.path('report.json');
  const run = await runProcess(process.execPath, [join(tools, script), ...args, '--json', json], {
    cwd: folder.root,
    env: shellEnvironment(),
    onOutput: (text) => process.stdout.write(text),
  });
  expect(run.code, transcript(run)).toBe(0);
  return JSON.parse(readFileSync(json, 'utf8'));
}

test('the short form of bench:scale selects the test files that executed a changed function', async () => {
  const words = ['--edges', '9600,24000', '--modules', '900', '--test-files', '600', '--rounds', '1'];
  const { results } = (await bench('bench/scale/scale.mts', words)) as ScaleDocument;
  expect(results.map(({ ours }) => ours.merge.edges)).toEqual([9600, 24_000]);
  for (const { shape, ours } of results) {
    const facts = generateFacts(shape);
    const affected = editNames.map((name) => {
      const changed = edits[name](facts);
      return [name, facts.executed.filter((functions) => functions.some((id) => changed.has(id))).length];
    });
    expect(Object.entries(ours.selections).map(([name, { selected }]) => [name, selected])).toEqual(affected);
    expect(ours.selections.nothing.selected).toBe(0);
    expect(ours.selections['one-function'].selected).toBeGreaterThan(0);
    expect(ours.selections['ten-percent'].selected).toBeGreaterThan(300);
  }
});

test('the short form of bench:batch runs tasks with nothing to do in separate processes and in one process', async () => {
  const report = await bench('bench/batch/batch.mts', ['--projects', '3', '--rounds', '1']);
  const seconds = expect.any(Number) as number;
  expect(report).toEqual({
    projects: 3,
    rounds: [{ emptyAlone: seconds, emptyBatch: seconds, noopAlone: seconds, noopBatch: seconds }],
  });
});

test('the short form of bench:noop runs a task with nothing to do and an empty task', async () => {
  const report = await bench('bench/noop/noop.mts', ['--projects', '8', '--rounds', '1']);
  expect(report).toMatchObject({
    files: 800,
    layers: 4,
    rounds: [{ empty: expect.any(Number), noop: expect.any(Number) }],
  });
});

test('the short form of bench:watch runs the test that a save affects, and Vitest alone', async () => {
  const report = await bench('bench/watch/watch.mts', ['--projects', '3', '--rounds', '1']);
  expect(report).toEqual({
    modules: 258,
    rounds: [{ watch: expect.any(Number) as number, vitest: expect.any(Number) as number }],
  });
});

test('the short form of bench:order runs mutants and compares the order of their test files with other orders', async () => {
  const words = ['--projects', 'data', '--mutants', '2'];
  const { tried, results, mutants } = (await bench('bench/order/order.mts', words)) as OrderDocument;
  expect(tried).toBe(2);
  expect(mutants.length).toBeGreaterThan(0);
  for (const { files, failing } of mutants) {
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining([...failing]));
    expect(failing.length).toBeLessThan(files.length);
    expect(files.every(({ durationMs, bytes }) => durationMs > 0 && bytes > 0)).toBe(true);
  }
  expect(results.map(({ order }) => order)).toContain('tests of the change first');
  for (const { place, times } of results) {
    expect(place).toBeGreaterThanOrEqual(1);
    for (const { firstFailureMs, totalMs } of times) expect(firstFailureMs).toBeLessThanOrEqual(totalMs);
  }
});

test('the short form of bench:collect collects a test file that loads many modules, without caches', async () => {
  const words = ['--modules', '12', '--cold', '--rounds', '1'];
  const report = await bench('bench/collect/collect.mts', words);
  expect(report).toMatchObject({
    results: [{ project: 'small-modules', rounds: [{ testFiles: 1, stored: '1', passes: true }] }],
  });
});
