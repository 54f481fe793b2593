import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Test262Report } from './compare-scenarios.mts';
import { leastPrograms, writePrograms } from './programs/write-programs.mts';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = createWorkspace({});
});
afterEach(() => workspace[Symbol.dispose]());

/** Runs the tool. */
function compare(...args: readonly string[]): Promise<{ code: unknown; report: Test262Report }> {
  const json = workspace.path('report.json');
  const script = join(import.meta.dirname, 'test262.mts');
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args, '--json', json], (error, _, errors) => {
      const code = error === null ? 0 : error.code;
      if (code !== 0 && code !== 1) reject(new Error(errors));
      else resolve({ code, report: JSON.parse(readFileSync(json, 'utf8')) as Test262Report });
    });
  });
}

it('programs with every form of syntax behave the same with and without probes', async () => {
  const { code, report } = await compare('--programs', String(leastPrograms), '--seed', '1');
  expect(report).toMatchObject({ files: leastPrograms, differences: [], lost: [] });
  expect(code).toBe(0);
  const numbers = Object.values(report.numbers);
  expect(numbers).toHaveLength(5);
  for (const { scenarios, passed, withProbes } of numbers) {
    expect(scenarios).toBeGreaterThan(10);
    expect(passed).toBe(scenarios);
    expect(withProbes).toBe(scenarios);
  }
}, 600_000);

it('a program that looks for probes behaves differently, and the exit code is 1', async () => {
  writePrograms(workspace.root, { seed: 1, programs: 2 });
  const program = `function looks() { if (true) print(/Probe/.test(Object.keys(globalThis))); }\nlooks();\n`;
  workspace.write({ 'test/language/looks.js': `/*---\nflags: [noStrict]\n---*/\n${program}` });
  const { code, report } = await compare(workspace.root);
  expect(code).toBe(1);
  expect(report.differences).toEqual([
    {
      file: join('test', 'language', 'looks.js'),
      mode: 'sloppy',
      plain: expect.stringContaining('false') as string,
      probed: expect.stringContaining('true') as string,
    },
    expect.objectContaining({ mode: 'sloppy function' }),
  ]);
}, 600_000);
