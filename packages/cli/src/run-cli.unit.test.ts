import { failed, taskOptionTable } from '@nx-testmon/core';
import { createColors } from 'picocolors';
import { expect, test } from 'vitest';
import type { CommandIo } from './command-io';
import { runCli } from './run-cli';

/** What a command line prints and ends with, in a folder that is no workspace. */
async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: CommandIo = {
    env: {},
    cwd: '/',
    nodeVersion: '22.12.0',
    now: () => 0,
    colors: createColors(false),
    print: (text) => out.push(text),
    printError: (text) => err.push(text),
    readGraph: () => Promise.resolve(failed({ kind: 'nx-graph-failed', root: '/', detail: 'no graph here' })),
  };
  const code = await runCli(args, '1.2.3', io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

test('help and version exit with 0', async () => {
  const help = await run('--help');
  expect(help).toMatchObject({ code: 0, err: '' });
  expect(help.out).toMatch(/run .*select .*explain .*Exit codes/s);
  expect(await run('--version')).toEqual({ code: 0, out: '1.2.3', err: '' });
});

test.each([
  [['selct'], "unknown command 'selct'", 'Did you mean select?'],
  [['select', '--jsn'], "unknown option '--jsn'", 'Did you mean --json?'],
  [['run', '--nocolect'], "unknown option '--nocolect'", 'Did you mean --nocollect?'],
  [['run', '--reporter=dot'], "unknown option '--reporter=dot'", 'put test runner arguments after --'],
  [['run', 'src/a.test.ts'], 'too many arguments', 'put test runner arguments after --'],
  [['run', '--test-runner', 'mocha'], "argument 'mocha' is invalid", 'auto, vitest, jest'],
  [['run', '--nocollect=perhaps'], "unknown option '--nocollect=perhaps'", ''],
  [['run', '--environment'], 'argument missing', ''],
  [['seed'], "required option '--base <commit>' not specified", ''],
  [['stats', '--jsn'], "unknown option '--jsn'", 'Did you mean --json?'],
  [['merge', 'nope'], 'There is nothing at nope', 'Check the paths'],
  [['explain'], "missing required argument 'test-file'", ''],
  [[], 'Usage: testmon', ''],
])('%j is a usage error that says what to do', async (args, message, suggestion) => {
  const { code, out, err } = await run(...args);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
  expect(err).toContain(suggestion);
});

test('the help of run lists every option of a task once', async () => {
  const { code, out } = await run('run', '--help');
  expect(code).toBe(0);
  for (const { name } of taskOptionTable) {
    const dashed = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(out.match(new RegExp(`^ +--${dashed}\\b(?!-)`, 'gm'))).toHaveLength(1);
  }
  expect(out).toContain('does not build');
});

test('outside a workspace, commands fail', async () => {
  expect(await run('select')).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringContaining('There is no nx.json and no package.json in / or above.') as string,
  });
});
