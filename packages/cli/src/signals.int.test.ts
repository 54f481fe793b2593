import { execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createWorkspace, repository } from '@nx-testmon/testing';
import { expect, test } from 'vitest';

test.skipIf(process.platform === 'win32')(
  'SIGTERM ends a run immediately, even if its store has FIFOs in place of its files (not on Windows)',
  { timeout: 60_000 },
  async () => {
    using workspace = createWorkspace({
      'package.json': { name: 'w', version: '1.0.0', workspaces: [], scripts: { test: 'node --test' } },
      'endless.test.js': `console.log('waiting'); setInterval(() => undefined, 1000);
require('node:test').test('never ends', () => new Promise(() => undefined));`,
      '.testmon/.gitkeep': '',
    });
    for (const name of ['testmondata.db', 'testmondata.db-journal', 'runs.jsonl'])
      execFileSync('mkfifo', [workspace.path(`.testmon/${name}`)]);
    const child = spawn(process.execPath, [join(repository, 'packages/cli/dist/bin.js'), 'run'], {
      cwd: workspace.root,
      env: { ...process.env, NODE_TEST_CONTEXT: undefined },
    });
    let output = '';
    const isWaiting = new Promise<void>((resolve) =>
      child.stdout.on('data', (data: Buffer) => {
        output += data.toString();
        if (output.includes('waiting')) resolve();
      }),
    );
    const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
    await Promise.race([isWaiting, ended]);
    expect(output).toContain('waiting');
    child.kill('SIGTERM');
    expect(await ended).not.toBe(0);
    expect(output).toContain('.testmon/');
  },
);
