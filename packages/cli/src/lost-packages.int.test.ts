import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace, repository } from '@nx-testmon/testing';
import { expect, test } from 'vitest';

/** Runs a copy of the command without the packages that it loads, as during the removal of an installation. */
function runWithoutPackages(args: readonly string[]) {
  using workspace = createWorkspace({ 'package.json': { name: 'w', workspaces: [] } });
  for (const name of ['dist', 'package.json'])
    cpSync(join(repository, 'packages/cli', name), workspace.path(`command/${name}`), { recursive: true });
  const script = workspace.path('command/dist/bin.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: workspace.root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

test('without its packages, a command fails with the exit code of a failure and not with that of failed tests', () => {
  expect(runWithoutPackages(['select'])).toEqual({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(/^testmon: .*Cannot find (?:module|package) '@nx-testmon\//) as string,
  });
});

test('so does one in which an event handler throws, which no caller receives', () => {
  using workspace = createWorkspace({
    'throw-later.cjs': `const { cwd } = process;
process.cwd = () => {
  setImmediate(() => { throw new Error('in an event handler'); });
  return cwd();
};`,
  });
  const script = join(repository, 'packages/cli/dist/bin.js');
  const wait = ['node', '-e', 'setTimeout(() => {}, 2000)'];
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', './throw-later.cjs', script, 'exec', '--', ...wait],
    { cwd: workspace.root, encoding: 'utf8' },
  );
  expect([status, stderr]).toEqual([2, expect.stringContaining('in an event handler')]);
});
