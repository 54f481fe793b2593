import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createWorkspace, repository, type TestWorkspace } from '@nx-testmon/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let workspace: TestWorkspace;

beforeAll(() => {
  workspace = createWorkspace(
    {
      'nx.json': '{\n  "analytics": false\n}\n',
      'package.json': '{\n  "name": "w",\n  "workspaces": ["libs/*"]\n}\n',
      'package-lock.json': { name: 'w', lockfileVersion: 3, packages: { '': { name: 'w' } } },
      'libs/a/package.json': '{\n  "name": "a"\n}\n',
      'libs/a/vitest.config.mts': 'export default {};',
      'libs/web/package.json': { name: 'web' },
      'libs/web/playwright.config.ts': 'export default {};',
    },
    { packages: 'all' },
  );
});
afterAll(() => workspace[Symbol.dispose]());

function nx(...args: readonly string[]): Promise<{ code: number | null; out: string }> {
  const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0', CI: 'true' };
  const child = spawn(process.execPath, [join(repository, 'node_modules/.bin/nx'), ...args], {
    cwd: workspace.root,
    env,
  });
  let out = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (out += data.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out })));
}

const files = ['nx.json', 'package.json', 'libs/a/package.json'];
const contents = () => files.map((path) => workspace.read(path));

// The test runs nine Nx commands one after another.
test('init, configuration and ci set a workspace up, and remove undoes all of it', async () => {
  const before = contents();
  const first = await nx('g', 'nx-testmon:init');
  expect(first.code, first.out).toBe(0);
  expect(first.out).toContain('nx-testmon is ready.');
  expect(first.out).toContain('1 project has nx-testmon targets: a');
  expect(first.out).toContain('web has Playwright tests (file playwright.config.ts).');
  const after = contents();

  const again = await nx('g', 'nx-testmon:init');
  expect(again.code, again.out).toBe(0);
  expect(again.out).toContain('Nothing to do: nx-testmon is set up.');
  expect(contents()).toEqual(after);

  const explicit = await nx('g', 'nx-testmon:configuration', 'a');
  expect(explicit.code, explicit.out).toBe(0);
  expect(workspace.read('libs/a/package.json')).toContain('"executor": "nx-testmon:testmon"');
  const pipeline = await nx('g', 'nx-testmon:ci', 'github');
  expect(pipeline.code, pipeline.out).toBe(0);
  expect(workspace.read('.github/workflows/testmon.yml')).toContain('npx nx run-many -t testmon');
  const shown = await nx('show', 'project', 'a', '--json');
  expect(Object.keys((JSON.parse(shown.out) as { targets: object }).targets)).toContain('testmon');

  const removed = await nx('g', 'nx-testmon:remove');
  expect(removed.code, removed.out).toBe(0);
  expect(removed.out).toMatch(/Left to do:\s+The package: npm \w+ nx-testmon/);
  expect(contents()).toEqual(before);
  expect(
    workspace.snapshot(['node_modules', '.nx']).filter((line) => /testmon|gitignore/.test(line)),
  ).toEqual([]);
  const none = await nx('show', 'projects', '--with-target', 'testmon', '--json');
  expect(JSON.parse(none.out)).toEqual([]);
  expect((await nx('g', 'nx-testmon:remove')).out).toContain('Nothing to do: no file of this workspace');
}, 600_000);
