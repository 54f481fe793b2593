import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SelectionDocument } from './render-selection';

const repository = resolve(__dirname, '../../..');
let root: string;

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-cli-')));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  write('nx.json', JSON.stringify({ plugins: ['nx-testmon'], analytics: false }));
  write('package.json', JSON.stringify({ name: 'w', workspaces: ['libs/*'] }));
  for (const name of ['a', 'b']) {
    write(`libs/${name}/package.json`, JSON.stringify({ name, scripts: { test: 'vitest run' } }));
    write(`libs/${name}/vitest.config.mts`, `export default { test: { include: ['src/*.test.ts'] } };`);
    write(`libs/${name}/src/${name}.test.ts`, `import { test } from 'vitest'; test('it', () => {});`);
  }
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Every file with its size and time, but for Nx's own cache. */
function snapshot(folder = root): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== '.nx')
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      const { size, mtimeMs } = statSync(path);
      return [`${path} ${size} ${mtimeMs}`, ...(entry.isDirectory() ? snapshot(path) : [])];
    });
}

function testmon(
  args: readonly string[],
  cwd = root,
): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' };
  const child = spawn(process.execPath, [join(repository, 'packages/cli/dist/bin.js'), ...args], {
    cwd,
    env,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  return new Promise((done) => child.on('close', (code) => done({ code, out, err })));
}

test('select lists the tests of all projects as one JSON document, and leaves no trace', async () => {
  const before = snapshot();
  const { code, out, err } = await testmon(['select', '--json']);
  expect({ code, err }).toMatchObject({ code: 0 });
  const { projects } = JSON.parse(out) as SelectionDocument;
  expect(
    projects.map(({ project, target, selected, total }) => [project, target, selected.length, total]),
  ).toEqual([
    ['a', 'testmon', 1, 1],
    ['b', 'testmon', 1, 1],
  ]);
  expect(projects[0]?.selected[0]).toMatchObject({
    file: 'libs/a/src/a.test.ts',
    reason: expect.stringContaining('new') as string,
  });
  expect(snapshot()).toEqual(before);
});

test('explain takes a path from where one stands', async () => {
  const { code, out } = await testmon(['explain', 'src/b.test.ts'], join(root, 'libs/b'));
  expect(code).toBe(0);
  expect(out).toContain('libs/b/src/b.test.ts');
});

test('a file that is no test is said to be none', async () => {
  const { code, out, err } = await testmon(['explain', 'libs/a/vitest.config.mts']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('libs/a/vitest.config.mts is no test file of a');
});
