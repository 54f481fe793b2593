import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { chainWorkspace } from './harness/chain-workspace';
import { runProcess, shellEnvironment } from './harness/child-process';
import { chosenNxVersions, usualNxVersion } from './harness/nx-versions';
import { killProcesses } from './harness/kill-processes';
import { runNx, transcript } from './harness/run-nx';
import { shopWorkspace } from './harness/shop-workspace';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { createWorkspace } from './harness/workspace';

describe.each(['paths', 'npm-workspaces'] as const)('projects linked by %s', (links) => {
  test.each([
    ['shop', shopWorkspace(links)],
    ['chain', chainWorkspace(3, links)],
  ])('every test of the %s workspace passes in plain Vitest', async (_, plan) => {
    const workspace = await createWorkspace(usualNxVersion, plan);
    onTestFinished(() => workspace.close());
    for (const name of plan.projects) {
      const run = await runProcess(
        process.execPath,
        [join(workspace.root, 'node_modules/.bin/vitest'), 'run'],
        {
          cwd: join(workspace.root, 'libs', name),
          env: shellEnvironment(),
        },
      );
      expect(run.code, transcript(run)).toBe(0);
    }
  });
});

test.each(chosenNxVersions(process.env))('nx %s lists the projects and their targets', async (nxVersion) => {
  const workspace = await createWorkspace(nxVersion, chainWorkspace(2));
  onTestFinished(() => workspace.close());
  const version = await runNx(workspace, ['--version']);
  expect(version.stdout).toContain(`Local: v${nxVersion}`);
  const run = await runNx(workspace, ['show', 'projects', '--with-target', 'testmon', '--json']);
  expect(run.code, transcript(run)).toBe(0);
  expect(JSON.parse(run.stdout)).toEqual(['@e2e/link-01', '@e2e/link-02']);
});

test('a comparison of snapshots shows created, removed and changed files, and ignores the given folders', () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.root;
  for (const name of ['same', 'gone', 'changed']) writeFileSync(join(folder, name), name);
  mkdirSync(join(folder, 'left-out'));
  const before = takeSnapshot(folder, ['left-out']);
  expect(compareSnapshots(before, takeSnapshot(folder, ['left-out']))).toEqual([]);
  rmSync(join(folder, 'gone'));
  writeFileSync(join(folder, 'changed'), 'other');
  writeFileSync(join(folder, 'new'), '');
  writeFileSync(join(folder, 'left-out/new'), '');
  const differences = compareSnapshots(before, takeSnapshot(folder, ['left-out']));
  expect(differences.map((line) => line.split(':')[0])).toEqual(['- gone', '~ changed', '+ new']);
});

test('a comparison of snapshots shows that a file was created and removed in between', () => {
  using temporary = new TemporaryFolder();
  const folder = temporary.root;
  const before = takeSnapshot(folder);
  writeFileSync(join(folder, 'lock'), '');
  rmSync(join(folder, 'lock'));
  expect(compareSnapshots(before, takeSnapshot(folder))).toHaveLength(1);
});

test.runIf(process.platform === 'linux')(
  'the processes of a workspace are killed, even if their parents have ended (only on Linux)',
  async () => {
    const orphan = `const { spawn } = require('node:child_process');
spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore', detached: true }).unref();`;
    const value = `${process.pid} ${Date.now()}`;
    const parent = spawn(process.execPath, ['-e', orphan], { env: { ...process.env, STARTED_FOR: value } });
    await once(parent, 'exit');
    expect(killProcesses('STARTED_FOR', value)).toHaveLength(1);
    await expect.poll(() => killProcesses('STARTED_FOR', value)).toEqual([]);
  },
);
