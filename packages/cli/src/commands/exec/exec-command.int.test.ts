import { existsSync, readFileSync } from 'node:fs';
import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import type { CommandIo } from '../../command-io';
import { recordIo } from '../../command-io.testing';
import { execCommand } from './exec-command';

const ioIn = (cwd: string, env: CommandIo['env'] = process.env) => recordIo({ cwd, env });

test('the command gets its arguments as they were written, on every platform', async () => {
  using workspace = createWorkspace({
    'print.cjs': `require('node:fs').writeFileSync('seen.json', JSON.stringify(process.argv.slice(2)));`,
  });
  const words = ['two words', 'a&b', '"quoted"', "it's", '%PATH%', '^', '', '*'];
  expect(await execCommand(['node', 'print.cjs', ...words], {}, ioIn(workspace.root).io)).toBe(0);
  expect(JSON.parse(readFileSync(workspace.path('seen.json'), 'utf8'))).toEqual(words);
});

test('nothing in an argument starts a second command', async () => {
  using workspace = createWorkspace({ 'none.cjs': '' });
  const words = ['node', 'none.cjs', '&', 'node', '-e', `require('fs').writeFileSync('second','')`];
  expect(await execCommand(words, {}, ioIn(workspace.root).io)).toBe(0);
  expect(existsSync(workspace.path('second'))).toBe(false);
});

test('a missing command is a problem, and its exit code is 2', async () => {
  using workspace = createWorkspace({});
  const { io, err } = ioIn(workspace.root);
  expect(await execCommand(['no-such-command'], {}, io)).toBe(2);
  expect(err).toEqual([expect.stringMatching(/^testmon: no-such-command could not be started: /)]);
});

test('an inherited execution id is passed on to the command in a form that is valid in file names', async () => {
  using workspace = createWorkspace({
    'print.cjs': `require('node:fs').writeFileSync('seen.json', JSON.stringify(process.env));`,
  });
  const { NX_CI_EXECUTION_ID: _ci, NX_TESTMON_EXEC_ID: _own, ...rest } = process.env;
  const env = { ...rest, TURBO_TESTMON_EXEC_ID: 'run/7' };
  expect(await execCommand(['node', 'print.cjs'], {}, ioIn(workspace.root, env).io)).toBe(0);
  expect(JSON.parse(readFileSync(workspace.path('seen.json'), 'utf8'))).toMatchObject({
    NX_TESTMON_EXEC_ID: 'run_7',
    TURBO_TESTMON_EXEC_ID: 'run_7',
  });
});
