import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { shellEnvironment } from './harness/child-process';
import { killProcesses } from './harness/kill-processes';
import { chosenNxVersions, type NxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { compareSnapshots, takeSnapshot } from './harness/snapshot';
import { describeSelection, type ReportedRun, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace, type WorkspacePlan } from './harness/workspace';

const alone = ['run-many', '-t', 'testmon', '--outputStyle=static'];
const batch = [...alone, '--batch', '--parallel=2'];
/** Paths that Nx and Vite write. Comparisons of snapshots ignore them. */
const othersOwn = [
  '.nx',
  'node_modules/.vite-temp',
  ...['a', 'b', 'c'].map((name) => `libs/${name}/node_modules`),
];

const testOf = (name: string, variable: string) => `import { expect, test } from 'vitest';
import { name } from './name';
test('name', () => expect(name).toBe('${name}'));
test('the variables are those of the project', () => expect(process.env['OF_PROJECT']).toBe('${variable}'));
`;

function projectOf(name: string, dependsOn: readonly string[]): WorkspacePlan['files'] {
  const targets = {
    testmon: { dependsOn: dependsOn.map((one) => ({ projects: [`@e2e/${one}`], target: 'testmon' })) },
  };
  const manifest = {
    name: `@e2e/${name}`,
    version: '0.0.0',
    type: 'module',
    exports: './src/name.ts',
    nx: { targets },
  };
  return {
    [`libs/${name}/package.json`]: JSON.stringify(manifest),
    [`libs/${name}/.env`]: `OF_PROJECT=${name}\n`,
    [`libs/${name}/src/name.ts`]: `export const name: string = '${name}';\n`,
    [`libs/${name}/src/name.test.ts`]: testOf(name, name),
  };
}

/** Three projects. The task of `c` depends on the task of `b`. */
const plan: WorkspacePlan = {
  projects: ['a', 'b', 'c'],
  links: 'npm-workspaces',
  files: {
    '.env': 'OF_PROJECT=root\n',
    ...projectOf('a', []),
    ...projectOf('b', []),
    ...projectOf('c', ['b']),
  },
};

/**
 * Exit codes of a command with a failed task and a task that is skipped because of it. Some versions of Nx have no
 * result of a skipped task and end as if the command was interrupted.
 */
const failureCodes: Readonly<Record<NxVersion, { readonly batch: number; readonly alone: number }>> = {
  '21.6.11': { batch: 1, alone: 130 },
  '22.7.12': { batch: 130, alone: 130 },
  '23.2.1': { batch: 130, alone: 130 },
  '24.0.6': { batch: 1, alone: 1 },
};

describe.each(chosenNxVersions(process.env))('nx %s', (nxVersion) => {
  let workspace: TestWorkspace;

  beforeAll(async () => {
    workspace = await createWorkspace(nxVersion, plan);
  }, 600_000);
  afterAll(() => workspace?.close());

  function expectOneBatch(run: ReportedRun, tasks: number): void {
    expect(run.stdout, transcript(run)).toMatch(new RegExp(`Running ${tasks} tasks with nx-testmon:testmon`));
    const ids = new Set(run.reports.map(({ execId }) => execId));
    expect(ids.size, transcript(run)).toBe(1);
  }

  test('all tasks run in one process with their own variables, and the output of each is shown once', async () => {
    const run = await runReported(workspace, batch);
    expect(run.code, transcript(run)).toBe(0);
    expectOneBatch(run, 3);
    expect(run.reports.map(({ project }) => project)).toEqual(['@e2e/a', '@e2e/b', '@e2e/c']);
    const headers = run.stdout.match(/^testmon: 1 of 1 test file selected/gm);
    expect(headers, transcript(run)).toHaveLength(3);
    const summaryLines = run.stdout.match(/^testmon: summary v1 @e2e\/[abc]:testmon total=1 /gm) ?? [];
    expect(summaryLines, transcript(run)).toHaveLength(3);
    expect(new Set(summaryLines).size).toBe(3);
    const summaries = run.stdout.match(
      /^nx-testmon: 0 of 3 test files skipped in 3 projects, nothing saved$/gm,
    );
    expect(summaries, transcript(run)).toHaveLength(1);
  });

  test('Nx restores each task from its cache', async () => {
    const run = await runReported(workspace, batch);
    expect(run.code, transcript(run)).toBe(0);
    expect(run.reports).toEqual([]);
    expect(run.stdout, transcript(run)).toMatch(
      /read the output from the cache instead of running the command for 3 /,
    );
    const replayed =
      /^nx-testmon: 3 of 3 test files skipped in 3 projects, about \S+ saved, 3 of 3 tasks replayed from cache$/gm;
    expect(run.stdout.match(replayed), transcript(run)).toHaveLength(1);
  });

  test('tasks without --batch use the facts of the batch and select nothing', async () => {
    const run = await runReported(workspace, [...alone, '--skip-nx-cache']);
    expect(run.code, transcript(run)).toBe(0);
    expect(run.stdout).not.toContain('tasks with nx-testmon:testmon');
    expect(run.reports).toHaveLength(3);
    expect(selectedFiles(run), describeSelection(run)).toEqual([]);
    const summaries = run.stdout.match(
      /^nx-testmon: 3 of 3 test files skipped in 3 projects, about \S+ saved$/gm,
    );
    expect(summaries, transcript(run)).toHaveLength(1);
  });

  test('--nocollect changes no file', async () => {
    workspace.edit('libs/a/src/name.ts', `'a'`, `'a' + ''`);
    const before = takeSnapshot(workspace.root, othersOwn);
    const run = await runReported(workspace, [...batch, '--nocollect', '--skip-nx-cache']);
    const changes = compareSnapshots(before, takeSnapshot(workspace.root, othersOwn));
    workspace.edit('libs/a/src/name.ts', `'a' + ''`, `'a'`);
    expect(run.code, transcript(run)).toBe(0);
    expectOneBatch(run, 3);
    expect(selectedFiles(run)).toEqual(['a/src/name.test.ts']);
    expect(changes).toEqual([]);
  });

  test('a failed task fails the command, and tasks that depend on it do not run', async () => {
    workspace.edit('libs/b/src/name.ts', `'b'`, `'x'`);
    const run = await runReported(workspace, [...batch, '--skip-nx-cache']);
    const runAlone = await runReported(workspace, [...alone, '--skip-nx-cache']);
    workspace.edit('libs/b/src/name.ts', `'x'`, `'b'`);
    expect(run.code, transcript(run)).toBe(failureCodes[nxVersion].batch);
    expect(runAlone.code, transcript(runAlone)).toBe(failureCodes[nxVersion].alone);
    expect(run.reports.map(({ project, outcome }) => `${project} ${outcome}`)).toEqual([
      '@e2e/a passed',
      '@e2e/b failed',
    ]);
    expect(run.stdout, transcript(run)).toContain(`expected 'x' to be 'b'`);
    expect(run.stdout + run.stderr).toMatch(/- (nx run )?@e2e\/b:testmon/);
    const again = await runReported(workspace, [...batch, '--skip-nx-cache']);
    expect(selectedFiles(again), describeSelection(again)).toEqual([]);
  });

  test.runIf(process.platform === 'linux')(
    'Ctrl-C ends all processes and leaves no lock (only on Linux)',
    async () => {
      using folder = new TemporaryFolder();
      const waiting = `import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
test('waits', () => { writeFileSync(process.env.STARTED_FILE + '/' + process.pid, ''); return new Promise(() => undefined); }, 600_000);
`;
      for (const name of ['a', 'b']) workspace.write(`libs/${name}/src/waits.test.ts`, waiting);
      const nx = spawn(
        process.execPath,
        [join(workspace.root, 'node_modules/.bin/nx'), ...batch, '--skip-nx-cache'],
        {
          cwd: workspace.root,
          env: { ...shellEnvironment(), NX_DAEMON: 'false', NX_TUI: 'false', STARTED_FILE: folder.root },
          stdio: 'ignore',
        },
      );
      const ended = once(nx, 'exit');
      for (let ms = 0; ms < 120_000 && readdirSync(folder.root).length < 2; ms += 100) await sleep(100);
      nx.kill('SIGINT');
      await ended;
      await sleep(3000);
      const left = killProcesses('STARTED_FILE', folder.root);
      for (const name of ['a', 'b']) workspace.remove(`libs/${name}/src/waits.test.ts`);
      expect(left).toEqual([]);
      expect(existsSync(join(workspace.root, '.testmon/testmondata.db.lock'))).toBe(false);
    },
  );
});
