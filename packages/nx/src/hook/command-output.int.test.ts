import { spawn, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createWorkspace } from '@nx-testmon/testing';
import { printAfterCommand } from './command-output';
import { findOutputs, findTerminal } from './command-process';

afterEach(() => vi.unstubAllEnvs());

/** Represents Nx: waits until its input ends. */
const script = `process.stdout.write('ready\\n'); process.stdin.on('end', () => process.stdout.write('end\\n')).resume();`;

const arguments_ = ['run-many', '-t', 'testmon', '--flag=a b'];

/** A process that runs until it is disposed of, as a command. */
async function startCommand(root: string, output: StdioOptions = 'pipe') {
  const file = `${root}/nx.js`;
  writeFileSync(file, script);
  const words = ['--no-warnings', file, ...arguments_];
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ['pipe', ...[output].flat()] as StdioOptions,
  });
  if (child.stdout) await once(child.stdout, 'data');
  else await vi.waitUntil(() => readFileSync(`${root}/output.txt`, 'utf8').includes('ready'), 5000);
  return {
    command: { argv: [process.execPath, file, ...arguments_], workspaceRoot: root },
    async [Symbol.asyncDispose]() {
      child.stdin?.end();
      await once(child, 'exit');
    },
  };
}

describe.runIf(process.platform === 'linux')('the processes of a command (only on Linux)', () => {
  test("in the daemon, a text is written to the command's output, below earlier output", async () => {
    using workspace = createWorkspace({});
    vi.stubEnv('NX_DAEMON_PROCESS', 'true');
    const file = workspace.path('output.txt');
    const opened = openSync(file, 'a');
    {
      await using started = await startCommand(workspace.root, [opened, opened] as StdioOptions);
      closeSync(opened);
      await printAfterCommand('\nnx-testmon: 1 of 2\n', started.command);
    }
    expect(readFileSync(file, 'utf8')).toBe('ready\n\nnx-testmon: 1 of 2\nend\n');
  });

  test('a file that is not opened for appending is not changed', async () => {
    using workspace = createWorkspace({});
    vi.stubEnv('NX_DAEMON_PROCESS', 'true');
    const file = workspace.path('output.txt');
    const opened = openSync(file, 'w');
    {
      await using started = await startCommand(workspace.root, [opened, opened] as StdioOptions);
      closeSync(opened);
      expect(findOutputs(started.command)).toEqual([]);
      await printAfterCommand('lost', started.command);
    }
    expect(readFileSync(file, 'utf8')).toBe('ready\nend\n');
  });

  test('only the process with the same arguments in the same workspace is the command', async () => {
    using workspace = createWorkspace({});
    await using started = await startCommand(workspace.root, ['pipe', 'pipe']);
    const { command } = started;
    expect(findOutputs(command)).toHaveLength(2);
    expect(findOutputs({ ...command, argv: [...command.argv, '--more'] })).toEqual([]);
    expect(findOutputs({ ...command, argv: command.argv.slice(0, -1) })).toEqual([]);
    expect(findOutputs({ ...command, workspaceRoot: `${workspace.root}/libs` })).toEqual([]);
    await using second = await startCommand(workspace.root, ['pipe', 'pipe']);
    // It is unknown which of the two has ended.
    expect(findOutputs(second.command)).toEqual([]);
  });
});

test('the terminal of a command is found in a list of processes', () => {
  const command = {
    argv: ['/n/bin/node', '/w/node_modules/.bin/nx', 'run-many', '-t', 'testmon'],
    workspaceRoot: '/w',
  };
  const list = (...lines: readonly string[]) => findTerminal(command, lines.join('\n'));
  const nx = 'ttys003  node /w/node_modules/.bin/nx run-many -t testmon';
  expect(list('ttys001  -zsh', 'ttys003  npm exec nx run-many -t testmon', nx)).toEqual(['/dev/ttys003']);
  expect(list('??       node /w/node_modules/.bin/nx run-many -t testmon')).toEqual([]);
  expect(list('ttys003  node /w/node_modules/.bin/nx run-many -t testmon --nocollect')).toEqual([]);
  expect(list(nx, nx.replace('003', '004'))).toEqual([]);
});
