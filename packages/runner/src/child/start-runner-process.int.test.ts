import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { childRequest } from './child-request.testing';
import { mark } from './message-mark';
import { runRunnerProcess } from './start-runner-process';

test('a message that could not be received ends the process, and the run rejects', async () => {
  using workspace = createWorkspace({
    'child.js': `process.send({ from: '${mark}', type: 'found', found: [] }); setInterval(() => undefined, 1000);`,
  });
  const run = runRunnerProcess({
    script: workspace.path('child.js'),
    request: childRequest(workspace.root),
    cwd: workspace.root,
    env: process.env,
    output: 'capture',
    onMessage: () => {
      throw new Error('no schema');
    },
  });
  await expect(run).rejects.toThrow('no schema');
});

test.each(['script', 'preload', 'other script'])(
  'a missing %s is an error, not an exit code',
  async (missing) => {
    using workspace = createWorkspace({ 'child.js': '', 'preload.js': '', 'other.js': '' });
    const file = (name: string, kind: string) => workspace.path(kind === missing ? 'missing.js' : name);
    const run = runRunnerProcess({
      script: file('child.js', 'script'),
      preload: { script: file('preload.js', 'preload'), env: {} },
      otherScripts: [file('other.js', 'other script')],
      request: childRequest(workspace.root),
      cwd: workspace.root,
      env: process.env,
      output: 'capture',
      onMessage: () => undefined,
    });
    await expect(run).rejects.toThrow(`${workspace.path('missing.js')} is missing`);
  },
);
