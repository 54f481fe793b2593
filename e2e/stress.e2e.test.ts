import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';
import { transcript } from './harness/run-nx';
import type { StressReport } from '../tools/stress/stress.mts';
import { TemporaryFolder } from '../tools/testing/temporary-folder';

test('the short form of npm run stress finds no problem with many processes, injected faults and malformed inputs', async () => {
  using folder = new TemporaryFolder();
  const json = folder.path('report.json');
  const script = resolve(__dirname, '../tools/stress/stress.mts');
  const run = await runProcess(process.execPath, [script, '--short', '--json', json], {
    cwd: folder.root,
    env: shellEnvironment(),
    onOutput: (text) => process.stdout.write(text),
  });
  expect(run.code, transcript(run)).toBe(0);
  const report = JSON.parse(readFileSync(json, 'utf8')) as StressReport;
  expect(report.problems).toEqual([]);
  expect(report.contention?.facts).toBe(48);
  expect(report.contention?.snapshots).toBeGreaterThan(0);
  expect(Object.values(report.faults).map(({ times }) => times)).toEqual(Array.from({ length: 27 }, () => 5));
  expect(Object.keys(report.fuzz)).toEqual(['record', 'options', 'lockfile', 'module']);
  for (const { inputs, refused } of Object.values(report.fuzz)) {
    expect(inputs).toBe(1000);
    expect(refused).toBeGreaterThan(100);
  }
}, 1_800_000);
