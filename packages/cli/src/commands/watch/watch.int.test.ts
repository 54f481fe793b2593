import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, repository, type TestWorkspace, type WorkspaceContent } from '@nx-testmon/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SelectionDocument } from '../select/selection-schema';
import { WatchedCommand, type WatchedCommandOptions } from './watched-command.testing';

const config = `export default { test: { include: ['src/*.test.ts'] } };`;

/** Three test files in two projects. One project depends on the other. */
const sources: WorkspaceContent = {
  '.gitignore': 'node_modules\n.testmon\ndist\n',
  'package.json': { name: 'w', version: '1.0.0', workspaces: ['libs/*'] },
  'libs/a/package.json': { name: 'a', version: '1.0.0' },
  'libs/a/vitest.config.mts': config,
  'libs/a/src/sum.ts': `export const sum = (one: number, other: number) => one + other;\n`,
  'libs/a/src/sum.test.ts': `import { expect, test } from 'vitest'; import { sum } from './sum';
test('adds', () => { expect(sum(1, 2)).toBe(3); });`,
  'libs/a/src/other.test.ts': `import { test } from 'vitest'; test('it', () => {});`,
  'libs/b/package.json': { name: 'b', version: '1.0.0' },
  'libs/b/vitest.config.mts': config,
  'libs/b/src/b.test.ts': `import { test } from 'vitest'; test('it', () => {});`,
};

function createSources(more: WorkspaceContent = {}): TestWorkspace {
  const workspace = createWorkspace({ ...sources, ...more }, { packages: 'all' });
  onTestFinished(() => workspace[Symbol.dispose]());
  return workspace;
}

function watch(
  workspace: TestWorkspace,
  options: Omit<WatchedCommandOptions, 'cwd'> = { args: ['--json'] },
): WatchedCommand {
  const command = new WatchedCommand({ cwd: workspace.root, ...options });
  onTestFinished(() => command[Symbol.asyncDispose]());
  return command;
}

const patience = { timeout: 300_000 };

describe('without Nx', () => {
  test(
    'a save runs affected test files, a broken test fails, and a fix passes; ignored files start nothing',
    patience,
    async () => {
      const workspace = createSources();
      const command = watch(workspace);
      expect(await command.nextRound()).toMatchObject({ cause: 'start', selected: 3, total: 3, passed: 3 });

      const sum = workspace.read('libs/a/src/sum.ts');
      workspace.write({ 'libs/a/src/sum.ts': sum.replace('one + other', 'other + one') });
      expect(await command.nextRound()).toMatchObject({
        cause: 'change',
        changed: ['libs/a/src/sum.ts'],
        outcome: 'passed',
        selected: 1,
        total: 3,
        passed: 1,
        failed: [],
      });

      workspace.write({ 'libs/a/src/sum.ts': sum.replace('one + other', 'one - other') });
      const broken = await command.nextRound();
      expect(broken).toMatchObject({ outcome: 'failed', exitCode: 1, selected: 1, total: 3, passed: 0 });
      expect(broken.failed).toMatchObject([{ task: 'a:testmon', file: 'libs/a/src/sum.test.ts' }]);
      expect(command.errors).toContain('expected -1 to be 3');

      // The failed test file runs again, although the change is in the other project.
      workspace.write({ 'libs/b/src/new.test.ts': workspace.read('libs/b/src/b.test.ts') });
      expect(await command.nextRound()).toMatchObject({
        changed: ['libs/b/src/new.test.ts'],
        selected: 2,
        total: 4,
        passed: 1,
        failed: [{ file: 'libs/a/src/sum.test.ts' }],
      });

      workspace.write({ 'libs/a/src/sum.ts': sum.replace('one + other', 'one + other + 0') });
      expect(await command.nextRound()).toMatchObject({
        outcome: 'passed',
        selected: 1,
        passed: 1,
        total: 4,
      });

      workspace.write({ 'libs/a/dist/sum.js': '1', '.testmon/note.txt': '1' });
      workspace.write({ 'README.md': 'read me' });
      expect(await command.nextRound()).toMatchObject({
        changed: ['README.md'],
        outcome: 'passed',
        selected: 0,
        total: 4,
        passed: 0,
      });
      expect(command.isRead).toBe(true);

      command.kill('SIGTERM');
      expect(await command.ended).toBe(1);
      const bin = join(repository, 'packages/cli/dist/bin.js');
      const selected = spawnSync(process.execPath, [bin, 'select', '--json'], {
        cwd: workspace.root,
        encoding: 'utf8',
      });
      const { projects } = JSON.parse(selected.stdout) as SelectionDocument;
      expect(projects.flatMap((project) => project.selected)).toEqual([]);
    },
  );

  test('a save during a round cancels it, and the next round covers both', patience, async () => {
    const slow = `import { writeFileSync } from 'node:fs'; import { test } from 'vitest'; import { wait } from './wait';
test('waits', async () => {
  writeFileSync('dist/started', '');
  await new Promise((resolve) => setTimeout(resolve, wait));
}, 600_000);`;
    const workspace = createSources({
      'libs/b/src/wait.ts': 'export const wait = 1;\n',
      'libs/b/src/b.test.ts': slow,
      'libs/b/dist/.gitkeep': '',
    });
    const command = watch(workspace);
    expect(await command.nextRound()).toMatchObject({ cause: 'start', passed: 3 });
    workspace.remove('libs/b/dist/started');

    workspace.write({ 'libs/b/src/wait.ts': 'export const wait = 500_000;\n' });
    const started = workspace.path('libs/b/dist/started');
    await command.waitFor(() => existsSync(started) || undefined, 'a test that has started');
    workspace.write({
      'libs/b/src/wait.ts': 'export const wait = 2;\n',
      'libs/a/src/other.test.ts': `${workspace.read('libs/a/src/other.test.ts')} void 1;`,
    });
    expect(await command.nextRound()).toMatchObject({
      changed: ['libs/a/src/other.test.ts', 'libs/b/src/wait.ts'],
      outcome: 'passed',
      selected: 2,
      passed: 2,
    });
    command.kill('SIGINT');
    expect(await command.ended).toBe(0);
  });

  /** Whether a process exists and is not a zombie. */
  const isRunning = (pid: number): boolean => {
    const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
    return /^[^Z\s]/.test(stdout);
  };

  test.skipIf(process.platform === 'win32')(
    'a cancelled round leaves no process, even if a test never yields (not on Windows)',
    patience,
    async () => {
      const workspace = createSources({
        'libs/b/src/wait.ts': 'export const waits = true;\n',
        'libs/b/src/b.test.ts': `import { writeFileSync } from 'node:fs'; import { test } from 'vitest'; import { waits } from './wait';
test('waits', () => {
  writeFileSync('dist/started', String(process.pid));
  while (waits) {}
}, 600_000);`,
        'libs/b/dist/.gitkeep': '',
      });
      const command = watch(workspace, { args: ['--json', '--projects', 'b'] });
      const started = workspace.path('libs/b/dist/started');
      const startedPid = () =>
        Number(existsSync(started) && workspace.read('libs/b/dist/started')) || undefined;
      const first = await command.waitFor(startedPid, 'a test that has started');
      workspace.remove('libs/b/dist/started');
      // The second time, a stop cancels the round.
      workspace.write({ 'libs/b/src/wait.ts': 'export const waits = true; void 1;\n' });
      const second = await command.waitFor(startedPid, 'another test that has started');
      expect(isRunning(first)).toBe(false);
      command.kill('SIGTERM');
      expect(await command.ended).toBe(0);
      expect(isRunning(second)).toBe(false);
      expect(workspace.snapshot().filter((line) => line.includes('.lock'))).toEqual([]);
    },
  );

  test('a failure in a cancelled round is reported, and counts for the exit code', patience, async () => {
    const workspace = createWorkspace({
      '.gitignore': '.testmon\ndist\n',
      'package.json': { name: 'w', version: '1.0.0', workspaces: ['libs/*'] },
      'libs/a/package.json': { name: 'a', version: '1.0.0', scripts: { test: 'node --test' } },
      'libs/a/failing.test.js': `require('node:test').test('it', () => { throw new Error('no good'); });`,
      'libs/a/slow.test.js': `require('node:test').test('it', async () => {
  require('node:fs').writeFileSync('dist/started', '');
  await new Promise((resolve) => setTimeout(resolve, 20_000));
});`,
      'libs/a/dist/.gitkeep': '',
    });
    onTestFinished(() => workspace[Symbol.dispose]());
    const command = watch(workspace, {
      args: ['--json', '--projects', 'a', '--', '--test-concurrency=1'],
    });
    const started = workspace.path('libs/a/dist/started');
    await command.waitFor(() => existsSync(started) || undefined, 'a test that has started');
    command.kill('SIGTERM');
    expect(await command.nextRound()).toMatchObject({
      outcome: 'interrupted',
      exitCode: 1,
      failed: [{ file: 'libs/a/failing.test.js' }],
    });
    expect(command.errors).toContain('no good');
    expect(await command.ended).toBe(1);
  });

  test('a signal during a round ends it, and leaves no lock', patience, async () => {
    const workspace = createSources({
      'libs/b/src/b.test.ts': `import { writeFileSync } from 'node:fs'; import { test } from 'vitest';
test('waits', async () => { writeFileSync('dist/started', ''); await new Promise(() => {}); }, 600_000);`,
      'libs/b/dist/.gitkeep': '',
    });
    const command = watch(workspace);
    const started = workspace.path('libs/b/dist/started');
    await command.waitFor(() => existsSync(started) || undefined, 'a test that has started');
    command.kill('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(command.isRead).toBe(true);
    expect(workspace.snapshot().filter((line) => line.includes('.lock'))).toEqual([]);
  });

  test('with --nocollect, nothing is written', patience, async () => {
    const workspace = createSources();
    const before = workspace.snapshot();
    const command = watch(workspace, { args: ['--json', '--nocollect', '--projects', 'b'] });
    expect(await command.nextRound()).toMatchObject({ selected: 1, total: 1, passed: 1 });
    command.kill('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(workspace.snapshot()).toEqual(before);
  });

  test('a report file that git does not ignore starts no round', patience, async () => {
    const workspace = createSources();
    const command = watch(workspace, { args: ['--json', '--projects', 'b', '--reportFile', 'report.jsonl'] });
    await command.nextRound();
    await command.waitFor(() => existsSync(workspace.path('report.jsonl')) || undefined, 'a report file');
    workspace.write({ 'README.md': 'read me' });
    expect(await command.nextRound()).toMatchObject({ changed: ['README.md'] });
    // Had the report of that round started one, this would be it.
    workspace.write({ 'NOTES.md': 'read me, too' });
    expect(await command.nextRound()).toMatchObject({ changed: ['NOTES.md'] });
    command.kill('SIGTERM');
    expect(await command.ended).toBe(0);
    expect(command.isRead, command.output).toBe(true);
  });

  test('invalid packages are reported, and a round follows when they are valid', patience, async () => {
    const workspace = createSources();
    const command = watch(workspace);
    await command.nextRound();
    workspace.write({ 'libs/b/package.json': '{ "name": ' });
    expect(await command.nextRound()).toMatchObject({ outcome: 'refused', exitCode: 2, selected: 0 });
    expect(command.errors).toContain('could not be listed');
    workspace.write({ 'libs/b/package.json': { name: 'b', version: '1.0.0' } });
    expect(await command.nextRound()).toMatchObject({ outcome: 'passed', total: 3 });
  });

  test('a test that writes a file that it depends on does not run endlessly', patience, async () => {
    const workspace = createSources({
      'libs/b/src/count.txt': '0',
      'libs/b/dist/.gitkeep': '',
      // The sixth round ends only when the test allows it, so that the following edit comes after it.
      'libs/b/src/b.test.ts': `import { existsSync, readFileSync, writeFileSync } from 'node:fs'; import { test } from 'vitest';
test('counts', { timeout: 300_000 }, async () => {
  const next = Number(readFileSync('src/count.txt', 'utf8')) + 1;
  writeFileSync('src/count.txt', String(next));
  do await new Promise((resolve) => setTimeout(resolve, 1000));
  while (next === 6 && !existsSync('dist/end'));
});`,
    });
    const command = watch(workspace, { args: ['--json', '--projects', 'b'] });
    const message = 'libs/b/src/count.txt changed during 6 rounds in a row, as if tests write it';
    await command.waitFor(() => command.errors.includes(message) || undefined, message);
    while (!command.isRead) await command.nextRound();
    workspace.write({ 'libs/b/dist/end': '' });
    expect(await command.nextRound()).toMatchObject({ changed: ['libs/b/src/count.txt'] });
    for (const [index, path] of ['README.md', 'NOTES.md'].entries()) {
      workspace.write({ [path]: 'read me' });
      expect(await command.nextRound()).toMatchObject({ changed: [path] });
      expect(workspace.read('libs/b/src/count.txt')).toBe(String(7 + index));
    }
  });
});

const nx = {
  'nx.json': { plugins: ['nx-testmon'], analytics: false, pluginsConfig: { '@nx/js': {} } },
};

describe('with Nx', () => {
  test('an added project runs, and changed dependencies of projects are noticed', patience, async () => {
    const workspace = createSources(nx);
    const command = watch(workspace);
    expect(await command.nextRound()).toMatchObject({ cause: 'start', total: 3, passed: 3 });

    workspace.write({
      'libs/c/package.json': { name: 'c', version: '1.0.0' },
      'libs/c/vitest.config.mts': config,
      'libs/c/src/c.test.ts': workspace.read('libs/b/src/b.test.ts'),
    });
    expect(await command.nextRound()).toMatchObject({ cause: 'change', selected: 1, total: 4, passed: 1 });

    workspace.write({
      'libs/b/src/b.test.ts': `import '../../a/src/sum'; ${workspace.read('libs/b/src/b.test.ts')}`,
    });
    expect(await command.nextRound()).toMatchObject({
      changed: ['libs/b/src/b.test.ts'],
      selected: 1,
      total: 4,
      passed: 1,
    });
    expect(await command.nextRound()).toMatchObject({ cause: 'projects', changed: [], outcome: 'passed' });

    workspace.write({ 'libs/c/package.json': '{ "name": ' });
    expect(await command.nextRound()).toMatchObject({ outcome: 'refused', exitCode: 2 });
    command.kill('SIGTERM');
    expect(await command.ended).toBe(2);
  });
});

describe.skipIf(process.platform !== 'linux')('in a terminal (only on Linux)', () => {
  test('keys run all, the failed and the last test files, filter and quit', patience, async () => {
    const workspace = createSources({
      'libs/b/src/b.test.ts': `import { expect, test } from 'vitest'; test('it', () => { expect(1).toBe(2); });`,
    });
    const command = watch(workspace, { terminal: true });
    await command.nextMatch(/watching 2 projects, press h for help/);
    await command.nextMatch(/start: 3 of 3 test files selected, .*2 passed.*, .*1 failed.* in /);
    command.press('h');
    await command.nextMatch(/press q to quit/);
    command.press('f');
    await command.nextMatch(/failed test files: 1 test file selected, .*1 failed.* in /);
    command.press('a');
    await command.nextMatch(/all test files: 3 of 3 test files selected, .*2 passed.*, .*1 failed.* in /);
    command.press('p');
    await command.nextMatch(/Part of the path of test files/);
    command.press('libs/A\r');
    await command.nextMatch(/filter: libs\/A: 0 of 3 test files selected in /);
    command.press('a');
    await command.nextMatch(
      /all test files \(filter: libs\/A\): 2 of 3 test files selected, .*2 passed.* in /,
    );
    command.press('\r');
    await command.nextMatch(
      /test files of the last round \(filter: libs\/A\): 2 test files selected, .*2 passed/,
    );
    command.press('q');
    expect(await command.ended, command.output).toBe(1);
  });

  test('q and Ctrl-C end it with code 0 if no round has failed', patience, async () => {
    const workspace = createSources();
    for (const key of ['q', '\u0003']) {
      const command = watch(workspace, { terminal: true });
      await command.nextMatch(/start: \d of 3 test files selected.* in /);
      command.press(key);
      expect(await command.ended, command.output).toBe(0);
    }
  });
});

test('without a terminal, there is one line for each round', patience, async () => {
  const workspace = createSources();
  const command = watch(workspace, {});
  await command.nextMatch(/^testmon: start: 3 of 3 test files selected, 3 passed in \S+\n/);
  workspace.write({ 'libs/a/src/other.test.ts': `${workspace.read('libs/a/src/other.test.ts')} void 1;` });
  await command.nextMatch(
    /^testmon: libs\/a\/src\/other\.test\.ts changed: 1 of 3 test files selected, 1 passed in \S+\n/,
  );
  command.kill('SIGTERM');
  expect(await command.ended).toBe(0);
  expect(command.isRead, command.output).toBe(true);
});

test('a workspace without tests ends with the problem', patience, async () => {
  const workspace = createWorkspace({ 'package.json': { name: 'w', version: '1.0.0' } });
  onTestFinished(() => workspace[Symbol.dispose]());
  const command = watch(workspace);
  expect(await command.ended).toBe(2);
  expect(command.errors).toContain('No project has tests that nx-testmon can find');
});
