import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { DescribedSelection } from '../task/described-selection';
import { createTaskWorkspace, type TaskWorkspace } from '../task.testing';
import { seedLines } from './seed-lines';
import { seedStore } from './seed-store';

/** While this file exists, the test `one` fails. Reads in the temporary folder are not traced. */
const breaks = join(tmpdir(), `nx-testmon-breaks-${process.pid}`);
let workspace: TaskWorkspace;
let root: string;

beforeEach(() => {
  workspace = createTaskWorkspace(
    { '.gitignore': 'node_modules\n.testmon\n' },
    {
      packages: ['vitest', 'picocolors'],
      projects: { p: 'libs/p', q: 'libs/q' },
      dependencies: { p: ['q'] },
    },
  );
  ({ root } = workspace);
  workspace.files.link('node_modules/@w/q', '../../libs/q');
  writeLockfile('1.1.1');
  for (const project of ['p', 'q']) {
    const manifest = { name: `@w/${project}`, type: 'module', exports: './index.ts' };
    write(`libs/${project}/package.json`, JSON.stringify(manifest));
    write(`libs/${project}/vitest.config.mts`, `export default { test: { include: ['*.test.ts'] } };`);
  }
  write('libs/q/index.ts', `export function one() { return 1; }\nexport function two() { return 2; }\n`);
  writeTest(
    'one',
    `import { existsSync } from 'node:fs';\nimport { one } from '@w/q';`,
    `expect(existsSync(${JSON.stringify(breaks)}) || one()).toBe(1)`,
  );
  writeTest('two', `import { two } from '@w/q';`, `expect(two()).toBe(2)`);
  writeTest('colors', `import colors from 'picocolors';`, `expect(colors).toBeDefined()`);
  git('init', '-q');
  commit('base');
});
afterEach(() => workspace[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

function writeTest(name: string, imports: string, expectation: string): void {
  const text = `import { expect, test } from 'vitest';\n${imports}\ntest('it', () => ${expectation});\n`;
  write(`libs/p/${name}.test.ts`, text);
}

function writeLockfile(picocolors: string): void {
  const packages = {
    '': {},
    'node_modules/vitest': { version: '5.1.1', integrity: 'V' },
    'node_modules/picocolors': { version: picocolors, integrity: picocolors },
  };
  write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages }));
}

function git(...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}

function commit(message: string): void {
  git('add', '--all');
  git('commit', '-q', '-m', message);
}

async function seed(base: string) {
  const [task, io] = [workspace.task(), workspace.io()];
  const { env, clock } = io;
  const seeded = await seedStore({ base, workspace: task.workspace, env, clock, tasks: [{ task, io }] });
  return { ok: seeded.ok, lines: seedLines(seeded) };
}

const select = () => workspace.select();
const namesOf = ({ selected }: DescribedSelection) =>
  selected.map(({ testFile }) => testFile.path.replace(/^libs\/p\/(\w+)\.test\.ts$/, '$1'));

test('a seeded commit skips its tests without running them, and nothing but the store is written', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('nx-testmon-seed-'));
  const index = readFileSync(join(root, '.git/index'));
  const { ok, lines } = await seed('HEAD');
  expect(lines).toEqual([
    'p:testmon: 3 of 3 test files seeded',
    expect.stringMatching(/^3 test files assumed passing at [0-9a-f]{12} \(HEAD\) \(seeded, not run\)$/),
  ]);
  expect(ok).toBe(true);
  const selection = await select();
  expect(namesOf(selection)).toEqual([]);
  expect(selection.notes).toContain('3 test files assumed passing (seeded, not run)');
  expect(git('status', '--porcelain', '--ignored')).toBe('!! .testmon/\n!! node_modules/\n');
  expect(git('worktree', 'list').trim().split('\n')).toHaveLength(1);
  expect(readFileSync(join(root, '.git/index')).equals(index)).toBe(true);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('nx-testmon-seed-'))).toEqual(before);
});

test('changes since the base are selected, across projects, committed or not', async () => {
  writeTest('three', '', 'expect(3).toBe(3)');
  commit('a new test');
  write(
    'libs/q/index.ts',
    readFileSync(join(root, 'libs/q/index.ts'), 'utf8').replace('return 2', 'return 1 + 1'),
  );
  expect((await seed('HEAD~1')).ok).toBe(true);
  expect(namesOf(await select())).toEqual(['three', 'two']);
});

test('if the lockfile had another package, the tests that reach it are not seeded', async () => {
  writeLockfile('1.2.0');
  const { ok, lines } = await seed('HEAD');
  expect(ok).toBe(true);
  expect(lines.slice(0, 2)).toEqual([
    'p:testmon: 2 of 3 test files seeded',
    'p:testmon: 1 test file not seeded: The lockfile of this commit or the installed packages have a different version of picocolors or of one of its dependencies. The next run selects the test file.',
  ]);
  expect(namesOf(await select())).toEqual(['colors']);
  rmSync(join(root, 'package-lock.json'));
  expect((await seed('HEAD')).lines.at(-1)).toContain('nothing seeded from');
});

test('a run overrides the seed: a failure on the same code runs again, also after seeding again', async () => {
  await seed('HEAD');
  writeFileSync(breaks, '');
  const broken = await workspace.run({ noselect: true });
  rmSync(breaks);
  expect(broken.exitCode).toBe(1);
  expect(namesOf(await select())).toEqual(['one']);
  await seed('HEAD');
  expect(namesOf(await select())).toEqual(['one']);
});

test('a commit that git does not know and a workspace without git are problems with a next step', async () => {
  expect(await seed('no-such-branch')).toEqual({
    ok: false,
    lines: [expect.stringContaining('Unknown commit no-such-branch. Fetch it first') as string],
  });
  rmSync(join(root, '.git'), { recursive: true });
  expect(await seed('HEAD')).toMatchObject({
    ok: false,
    lines: [expect.stringContaining('is not in a git repository') as string],
  });
});
