import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

const test = (body: string): string =>
  `import fs from 'node:fs';\nimport os from 'node:os';\nimport { expect, test } from 'vitest';\ntest('it', () => { ${body} });\n`;

let workspace: TaskWorkspace;
let beside: string;
// The workspace of a test is in the system's temporary folder, in which nothing is traced.
const temporary = () => join(beside, 'temporary');
const env = () => ({ CI: 'true', NO_COLOR: '1', TMPDIR: temporary() });

async function selected(): Promise<string[]> {
  const found = (await workspace.select({}, { env: env() })).selected;
  return found.map(({ testFile }) => testFile.path.replace(/^libs\/a\/|\.test\.ts$/g, '')).sort();
}

async function selectedAfter(path: string, text: string, before: string | undefined): Promise<string[]> {
  writeFileSync(join(beside, path), text);
  try {
    return await selected();
  } finally {
    if (before === undefined) rmSync(join(beside, path));
    else writeFileSync(join(beside, path), before);
  }
}

beforeAll(async () => {
  workspace = createTaskWorkspace({
    '.gitignore': 'node_modules\n.testmon\n',
    'libs/a/package.json': '{ "name": "a", "type": "module" }',
    'libs/a/vitest.config.mts': 'export default {};',
  });
  beside = `${workspace.root}-beside`;
  mkdirSync(temporary(), { recursive: true });
  mkdirSync(join(beside, 'folder'));
  writeFileSync(join(beside, 'data.txt'), 'one');
  const path = (name: string) => JSON.stringify(join(beside, name));
  workspace.files.write({
    'libs/a/read.test.ts': test(`expect(fs.readFileSync(${path('data.txt')}, 'utf8')).toBe('one');`),
    'libs/a/missing.test.ts': test(`expect(fs.existsSync(${path('config.json')})).toBe(false);`),
    'libs/a/list.test.ts': test(`expect(fs.readdirSync(${path('folder')})).toEqual([]);`),
    'libs/a/own.test.ts': test(
      `fs.writeFileSync(${path('own.txt')}, String(Math.random())); fs.readFileSync(${path('own.txt')}, 'utf8'); fs.rmSync(${path('own.txt')});`,
    ),
    'libs/a/system.test.ts': test(
      `if (process.platform === 'linux') { fs.readFileSync('/proc/self/stat'); fs.readdirSync('/proc'); } fs.existsSync('/etc/resolv.conf'); fs.readFileSync(process.execPath); fs.readdirSync(os.tmpdir()); fs.writeFileSync(os.tmpdir() + '/x', String(Math.random())); fs.readFileSync(os.tmpdir() + '/x');`,
    ),
  });
  const { report, output } = await workspace.run({}, { env: env() });
  expect(report.outcome, output).toBe('passed');
}, 200_000);
afterAll(() => {
  workspace[Symbol.dispose]();
  rmSync(beside, { recursive: true, force: true });
});

describe('a path outside of the workspace', () => {
  it('selects nothing without changes, whatever files of the system are read', async () => {
    expect(await selected()).toEqual([]);
  });

  it.each<[string, string, string, string | undefined, readonly string[]]>([
    ['a file that was read', 'data.txt', 'two', 'one', ['read']],
    ['a file that was looked for', 'config.json', '{}', undefined, ['missing']],
    ['a file in a folder that was listed', 'folder/new.txt', '', undefined, ['list']],
    ['any other file', 'other.txt', '', undefined, []],
    ['a temporary file', 'temporary/x', 'other', '', []],
  ])('selects the tests that read it: %s', async (_, path, text, before, tests) => {
    expect(await selectedAfter(path, text, before)).toEqual(tests);
  });
});
