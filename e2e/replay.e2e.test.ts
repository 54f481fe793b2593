import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { runProcess, shellEnvironment } from './harness/child-process';
import { checkedOut, commitAll } from './harness/clones';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { createWorkspace, type TestWorkspace, type WorkspacePlan } from './harness/workspace';

const script = resolve(__dirname, '../tools/replay/replay.mts');
let workspace: TestWorkspace;
let dir: TemporaryFolder;

interface Step {
  readonly subject: string;
  readonly skipped?: string;
  readonly selected: number;
  readonly total: number;
  readonly failed: readonly string[];
  readonly files: readonly { readonly file: string; readonly changed?: readonly string[] }[];
  readonly peers?: { readonly affected: number; readonly related: number };
  readonly full?: {
    readonly testFiles: number;
    readonly failing: readonly string[];
    readonly missed: string[];
  };
}

interface State {
  readonly steps: readonly Step[];
  readonly summary: Readonly<Record<string, unknown>>;
}

const testOf = (name: string, from: string, expectation: string) =>
  `import { expect, test } from 'vitest';\nimport { ${name} } from './${from}';\n\ntest('${name}', () => ${expectation});\n`;

const plan: WorkspacePlan = {
  projects: ['numbers'],
  links: 'paths',
  files: {
    'libs/numbers/src/sum.ts': `export function sum(a: number, b: number): number {\n  return a + b;\n}\n\nexport function twice(a: number): number {\n  return a * 2;\n}\n`,
    'libs/numbers/src/round.ts': `export function round(a: number): number {\n  return Math.round(a);\n}\n`,
    'libs/numbers/src/zero.ts': `export function zero(): number {\n  return 0;\n}\n`,
    'libs/numbers/src/sum.test.ts': testOf('sum', 'sum', 'expect(sum(1, 2)).toBe(3)'),
    'libs/numbers/src/twice.test.ts': testOf('twice', 'sum', 'expect(twice(2)).toBe(4)'),
    'libs/numbers/src/round.test.ts': testOf('round', 'round', 'expect(round(1)).toBe(1)'),
    'libs/numbers/src/zero.test.ts': testOf('zero', 'zero', 'expect(zero()).toBe(0)'),
  },
};

beforeAll(async () => {
  dir = new TemporaryFolder();
  workspace = await createWorkspace(usualNxVersion, plan);
  commitAll(workspace, 'start');
  workspace.edit('libs/numbers/src/round.ts', 'Math.round', 'Math.floor');
  commitAll(workspace, 'edit a function that one test file executes');
  workspace.edit('libs/numbers/src/sum.ts', 'return a + b', 'return a - b');
  commitAll(workspace, 'break a function');
  workspace.edit('libs/numbers/src/sum.ts', 'return a - b', 'return b + a');
  workspace.write('package-lock.json', `${workspace.read('package-lock.json')}\n`);
  commitAll(workspace, 'mend it, and touch the lockfile');
  workspace.remove('libs/numbers/src/zero.ts');
  workspace.remove('libs/numbers/src/zero.test.ts');
  commitAll(workspace, 'delete a file and its test');
  workspace.write('broken-build', '');
  commitAll(workspace, 'break the build');
  workspace.remove('broken-build');
  commitAll(workspace, 'mend the build');
});
afterAll(async () => {
  dir[Symbol.dispose]();
  await workspace?.close();
});

function commandLine(): string[] {
  const modules = join(workspace.root, 'node_modules');
  const install = `rm -rf node_modules && cp -al ${modules} . && echo installed >> ${dir.path('installs.log')}`;
  const options = [
    '--last',
    '6',
    '--full-every',
    '2',
    '--dir',
    dir.root,
    '--install',
    install,
    '--build',
    'test ! -e broken-build',
    '--peers',
  ];
  return [script, workspace.root, ...options];
}

function readState(): State | undefined {
  const file = dir.path('replay.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as State) : undefined;
}

test(
  'a killed replay continues where it stopped, and its numbers match the history',
  { timeout: 3_600_000 },
  async () => {
    workspace.write('libs/numbers/src/unfinished.ts', 'export const unfinished = true;\n');
    const before = checkedOut(workspace);
    const first = spawn(process.execPath, commandLine(), {
      cwd: workspace.root,
      env: shellEnvironment(),
      stdio: 'ignore',
    });
    const exited = once(first, 'exit');
    while ((readState()?.steps.length ?? 0) < 2 && first.exitCode === null) await wait(50);
    // Kills the replay during the third commit, whose facts may already be stored.
    await wait(4000);
    first.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    const done = readState()?.steps.length ?? 0;
    expect(done).toBeLessThan(7);

    const run = await runProcess(process.execPath, commandLine(), {
      cwd: workspace.root,
      env: shellEnvironment(),
    });
    expect(run.code, transcript(run)).toBe(0);
    expect(run.stdout).toContain(`replay: continuing after ${done} of 7 commits`);
    const { steps, summary } = readState() as State;
    expect(
      steps.map(({ selected, total, failed, skipped, full }) =>
        skipped === undefined
          ? [selected, total, failed, full?.testFiles, full?.failing, full?.missed]
          : skipped,
      ),
      transcript(run),
    ).toEqual([
      [4, 4, [], undefined, undefined, undefined],
      [1, 4, [], undefined, undefined, undefined],
      [1, 4, ['@e2e/numbers'], 4, ['@e2e/numbers: libs/numbers/src/sum.test.ts'], []],
      [1, 4, [], undefined, undefined, undefined],
      [0, 3, [], 3, [], []],
      expect.stringContaining('build failed: `test ! -e broken-build` ended with 1'),
      [0, 3, [], 3, [], []],
    ]);
    expect(summary).toMatchObject({ commits: 7, skipped: 1, compared: 3, missed: [], flaky: [] });
    expect(run.stdout).toContain('commits 7, skipped 1, compared with a full run 3, missed 0');
    expect(steps.map(({ peers }) => peers)).toEqual([
      undefined,
      { affected: 4, related: 1 },
      { affected: 4, related: 2 },
      // Vitest does not know lockfiles.
      { affected: 4, related: 2 },
      { affected: 3, related: 0 },
      undefined,
      { affected: 0, related: 0 },
    ]);
    expect(steps[1]?.files).toMatchObject([
      { file: 'libs/numbers/src/round.test.ts', changed: ['libs/numbers/src/round.ts#round()'] },
    ]);
    expect(run.stdout).toMatch(/function │ +3 │ +100\.0 % │ +3 │ +3/);
    expect(readdirSync(dir.path('output'))).toHaveLength(6);
    // Packages are installed at the first commit, and when the lockfile changes.
    expect(readFileSync(dir.path('installs.log'), 'utf8').trim().split('\n')).toHaveLength(2);
    const page = readFileSync(dir.path('replay.html'), 'utf8');
    expect(page).toContain('new uPlot(');
    expect(page).not.toMatch(/(src|href)=/);
    expect(checkedOut(workspace)).toBe(before);

    const other = await runProcess(process.execPath, [...commandLine(), '--full-every', '3'], {
      cwd: workspace.root,
      env: shellEnvironment(),
    });
    expect(other).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a replay of other commits or options'),
    });
  },
);
