import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { childRequest } from './child-request.testing';
import { mark } from './message-mark';
import { runInChild } from './run-in-child';

/** Runs a child script. */
async function run(script: string) {
  using workspace = createWorkspace({ 'run.js': script });
  const request = childRequest(workspace.root);
  const runner = {
    title: 'Runner',
    scripts: workspace.root,
    otherScripts: [],
    listCommand: 'list',
    prepare: () => ({ ok: true, request }) as const,
  };
  return await runInChild(runner, {
    ...request,
    projectRoot: workspace.root,
    files: 'all',
    keepCache: false,
    installationRoots: [],
    probes: undefined,
    env: process.env,
    output: () => undefined,
  });
}

test('a process that ends before its first message has failed, and no test has', async () => {
  expect(await run(`require('./missing');`)).toMatchObject({ outcome: 'broken', exitCode: 2 });
  expect(await run(`process.exit(0);`)).toMatchObject({ outcome: 'broken', exitCode: 2 });
});

test('a test runner that refuses to run ends with its own exit code', async () => {
  const refused = `process.send({ from: '${mark}', type: 'refused', message: 'no' }); process.exitCode = 1;`;
  expect(await run(`${refused} process.disconnect();`)).toMatchObject({ outcome: 'broken', exitCode: 1 });
});
