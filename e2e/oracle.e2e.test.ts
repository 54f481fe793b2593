import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { shopWorkspace } from './harness/shop-workspace';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const script = resolve(__dirname, '../tools/oracle/oracle.mts');
const { files } = shopWorkspace();
let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await createWorkspace(usualNxVersion, shopWorkspace());
});
afterAll(() => workspace?.close());

function runOracle(...args: readonly string[]) {
  return runProcess(process.execPath, [script, workspace.root, ...args], {
    cwd: workspace.root,
    env: shellEnvironment(),
  });
}

/** Paths of the files that differ from the plan. */
function mutatedFiles(): string[] {
  return Object.entries(files)
    .filter(([path, content]) => !existsSync(join(workspace.root, path)) || workspace.read(path) !== content)
    .map(([path]) => path);
}

async function runTestmon(...args: readonly string[]): Promise<void> {
  const run = await runProcess('npx', ['testmon', ...args], { cwd: workspace.root, env: shellEnvironment() });
  expect(run.code, transcript(run)).toBe(0);
}

/** Stores each failure as a pass that ended 1 ms later, so that failing test files count as passed. */
async function callFailuresPassed(): Promise<void> {
  await runTestmon('export', 'wrong');
  const names = readdirSync(join(workspace.root, 'wrong'), { recursive: true }).map(String);
  let changed = 0;
  for (const name of names.filter((one) => one.endsWith('.json'))) {
    const record = workspace.read(`wrong/${name}`);
    const failures = /"outcome":"failed","durationMs":([\d.]+),"endedAt":([\d.]+)/g;
    const wrong = record.replace(failures, (_, durationMs: string, endedAt: string) => {
      changed++;
      return `"outcome":"passed","durationMs":${durationMs},"endedAt":${Number(endedAt) + 1}`;
    });
    workspace.write(`wrong/${name}`, wrong);
  }
  expect(changed).toBeGreaterThan(0);
  await runTestmon('merge', 'wrong');
  workspace.remove('wrong');
}

async function waitForMutant(): Promise<string[]> {
  for (;;) {
    const mutated = mutatedFiles();
    if (mutated.length > 0) return mutated;
    await wait(20);
  }
}

test('no random mutant fails a test file that is not selected', { timeout: 1_800_000 }, async () => {
  const run = await runOracle('--mutants', '12', '--seed', '7');
  expect(run.code, transcript(run)).toBe(0);
  expect(run.stdout).toMatch(/^mutants 12, killed [1-9]\d*, missed 0$/m);
  expect(mutatedFiles()).toEqual([]);
});

test('the oracle reports the test files that wrong facts hide', { timeout: 1_800_000 }, async () => {
  const sum = 'libs/numbers/src/sum.ts';
  const collect = ['run', '@e2e/numbers:testmon', '--skip-nx-cache'];
  workspace.edit(sum, 'a + b', 'a - b');
  const failing = await runNx(workspace, collect);
  expect(failing.code, transcript(failing)).toBe(1);
  workspace.edit(sum, 'a - b', 'a + b');
  const passing = await runNx(workspace, collect);
  expect(passing.code, transcript(passing)).toBe(0);
  await callFailuresPassed();

  const run = await runOracle('--kinds', 'swapped-operator', '--projects', '@e2e/numbers', '--direct');
  expect(run.code, transcript(run)).toBe(1);
  expect(run.stdout).toContain('missed @e2e/numbers: libs/numbers/src/sum.test.ts');
  expect(run.stdout).toContain('-  return a + b;\n+  return a - b;');
});

test('the next start of the oracle restores the files that a killed oracle has changed', async () => {
  const args = ['--mutants', '3', '--kinds', 'changed-return,deleted-file,renamed-file'];
  const oracle = spawn(process.execPath, [script, workspace.root, ...args], {
    cwd: workspace.root,
    env: shellEnvironment(),
    stdio: 'ignore',
  });
  const exited = once(oracle, 'exit');
  const mutated = await waitForMutant();
  oracle.kill('SIGKILL');
  await exited;
  expect(mutatedFiles()).toEqual(mutated);

  // No project has this target, so the oracle ends after it has restored the files.
  const next = await runOracle('--target', 'none');
  expect(next.code, transcript(next)).toBe(2);
  for (const path of mutated) expect(next.stdout).toContain(`restored ${path}`);
  expect(mutatedFiles()).toEqual([]);
});
