import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createWorkspace, repository, type TestWorkspace } from '@nx-testmon/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let workspace: TestWorkspace;

beforeAll(() => {
  workspace = createWorkspace(
    {
      'nx.json': '{\n  "plugins": ["nx-testmon"],\n  "analytics": false\n}\n',
      '.gitignore': 'node_modules\n.testmon\n.nx\n',
      'package.json': '{\n  "name": "w",\n  "workspaces": ["libs/*"]\n}\n',
      'libs/a/package.json': '{\n  "name": "a",\n  "type": "module"\n}\n',
      'libs/a/vitest.config.mts': 'export default {};',
      'libs/a/a.test.ts': testFile('../b/data.json'),
      'libs/b/project.json': '{\n    "name": "b"\n}\n',
      'libs/b/data.json': '{}',
      'libs/c/package.json': '{ "name": "c" }',
      'libs/c/c.ts': 'export const value = 1;\n',
      'libs/c/more.json': '{}',
    },
    { packages: 'all' },
  );
});
afterAll(() => workspace[Symbol.dispose]());

/** Reads files by their paths, and loads a module by a computed name. Nx observes neither. */
function testFile(...files: readonly string[]): string {
  return `import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
test('it', async () => {
  for (const file of ${JSON.stringify(files)})
    expect(readFileSync(join(import.meta.dirname, file), 'utf8')).toContain('{');
  const name = join(import.meta.dirname, '../c/c.ts');
  expect((await import(name)).value).toBe(1);
});
`;
}

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

async function affectedBy(file: string): Promise<string[]> {
  const { code, out } = await nx('show', 'projects', '--affected', `--files=${file}`, '--json');
  expect(code, out).toBe(0);
  return (JSON.parse(out) as string[]).sort();
}

/** The output also shows whether Nx has replayed the task. */
async function runTests(): Promise<string> {
  const { code, out } = await nx('run-many', '-t', 'testmon', '--outputStyle=static');
  expect(code, out).toBe(0);
  return out;
}

const patience = 600_000;

test('before any run, there is nothing to write', { timeout: patience }, async () => {
  const before = workspace.read('libs/a/package.json');
  const { code, out } = await nx('g', 'nx-testmon:sync');
  expect(code, out).toBe(0);
  expect(out).toContain('Nothing to do: no facts are stored yet. Run the tests first.');
  expect(workspace.read('libs/a/package.json')).toBe(before);
});

test('sync writes what tests read and load, once, and then Nx knows it', { timeout: patience }, async () => {
  await runTests();
  expect(await affectedBy('libs/b/data.json')).toEqual(['b']);
  const { code, out } = await nx('g', 'nx-testmon:sync');
  expect(code, out).toBe(0);
  expect(out).toContain(
    'libs/a/package.json: added {workspaceRoot}/libs/b/data.json to nx.namedInputs.testmon.',
  );
  expect(out).toContain('libs/a/package.json: added c to nx.implicitDependencies.');
  expect(workspace.read('libs/a/package.json')).toBe(`{
  "name": "a",
  "type": "module",
  "nx": {
    "namedInputs": {
      "testmon": [
        "{workspaceRoot}/libs/b/data.json"
      ]
    },
    "implicitDependencies": [
      "c"
    ]
  }
}
`);
  expect((await nx('g', 'nx-testmon:sync')).out).toContain(
    'Nothing to do: Nx knows what the tests depend on.',
  );
  expect(await affectedBy('libs/b/data.json')).toEqual(['a', 'b']);
  expect(await affectedBy('libs/c/c.ts')).toEqual(['a', 'c']);

  await runTests();
  expect(await runTests()).toMatch(/existing outputs match the cache|local cache/);
  workspace.write({ 'libs/b/data.json': '{ }' });
  expect(await runTests()).toContain('testmon: 1 of 1 test file selected');
});

test(
  'once registered, nx sync runs it, and sync:check reports what is missing',
  { timeout: patience },
  async () => {
    const registered = await nx('g', 'nx-testmon:sync', '--register');
    expect(registered.out).toContain(
      'nx.json: added nx-testmon:sync to sync.globalGenerators, so that `nx sync` runs it.',
    );
    expect(JSON.parse(workspace.read('nx.json'))).toMatchObject({
      sync: { globalGenerators: ['nx-testmon:sync'] },
    });
    expect((await nx('sync:check')).code).toBe(0);

    workspace.write({
      'libs/a/a.test.ts': testFile('../b/data.json', '../b/project.json'),
    });
    await runTests();
    const checked = await nx('sync:check');
    expect(checked.code, checked.out).toBe(1);
    const change = 'libs/a/package.json: nx.namedInputs.testmon lacks {workspaceRoot}/libs/b/project.json.';
    expect(checked.out).toContain('Tests of 1 project depend on files or projects that Nx does not know.');
    expect(checked.out).toContain(change);
    expect(workspace.read('libs/a/package.json')).not.toContain('project.json');
    const synced = await nx('sync');
    expect(synced.code, synced.out).toBe(0);
    expect(synced.out).toContain(change);
    expect(workspace.read('libs/a/package.json')).toContain('libs/b/project.json');
    expect((await nx('sync:check')).code).toBe(0);
  },
);
