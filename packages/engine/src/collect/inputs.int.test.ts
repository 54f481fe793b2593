import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { buildWorkspace } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { parseTaskOptions } from '../options/options';
import { prepareTask } from '../read-task/prepare-task';
import { runTask } from '../run-task';
import type { Task, TaskIo } from '../task';
import { openTaskStore, storePlaces } from '../store/task-store';

const repository = resolve(__dirname, '../../../..');
const io: TaskIo = {
  env: { PATH: process.env['PATH'], HOME: process.env['HOME'] },
  now: Date.now,
  nodeVersion: process.versions.node,
  write: () => undefined,
};
let collected: string;
let root: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function task(): Task {
  const parsed = parseTaskOptions({}, {});
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return {
    workspace: buildWorkspace(root, { a: 'libs/a' }, {}),
    project: 'a',
    target: 'testmon',
    execId: 'exec-1',
    options: parsed.options,
  };
}

/** Of each test file, what it is and whether walks had to tell. */
async function decisions(): Promise<Record<string, string>> {
  const store = await openTaskStore(storePlaces(root, io.env));
  try {
    const prepared = await prepareTask(task(), store, io);
    if (!prepared.ok) throw new Error(prepared.problem);
    return Object.fromEntries(
      prepared.task.testFiles.map(({ file, decision, isWalked }) => [
        file.replace('libs/a/', ''),
        `${decision.kind}${isWalked ? ', walked' : ''}`,
      ]),
    );
  } finally {
    store.close();
  }
}

const lib = `export function first() {\n  return 1;\n}\nexport function second() {\n  return 2;\n}\n`;

beforeAll(async () => {
  collected = realpathSync(mkdtempSync(join(tmpdir(), 'nx-testmon-inputs-')));
  root = join(collected, 'first');
  write('nx.json', '{}');
  write('libs/a/vitest.config.mts', `export default { test: { include: ['*.test.ts'] } };`);
  write('libs/a/lib.ts', lib);
  write('libs/a/data.txt', 'data');
  const imports = `import { readFileSync } from 'node:fs';\nimport { expect, test } from 'vitest';\nimport { first, second } from './lib';\n`;
  write('libs/a/one.test.ts', `${imports}test('one', () => expect(first()).toBe(1));\n`);
  write(
    'libs/a/two.test.ts',
    `${imports}test('two', () => expect(String(readFileSync(__dirname + '/data.txt')) + second()).toBe('data2'));\n`,
  );
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const { report } = await runTask(task(), io);
  expect(report.outcome).toBe('passed');
}, 60_000);
afterAll(() => rmSync(collected, { recursive: true, force: true }));

let copies = 0;
beforeEach(() => {
  root = join(collected, `copy-${++copies}`);
  cpSync(join(collected, 'first'), root, { recursive: true, verbatimSymlinks: true });
});

test('after a run nothing is walked where nothing has changed', async () => {
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'skipped' });
});

test('a changed body needs no walk, whoever executed it', async () => {
  write('libs/a/lib.ts', lib.replace('return 2', 'return 1 + 1'));
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'changed' });
});

test('a comment needs no walk', async () => {
  write('libs/a/lib.ts', `// Numbers.\n${lib}`);
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'skipped' });
});

test('a file that a test read is asked for again, and a change of it walked', async () => {
  write('libs/a/data.txt', 'other');
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'changed, walked' });
});

test('a file that comes to stand before another is seen', async () => {
  write('libs/a/lib.mts', lib);
  write('libs/a/lib.js', lib);
  expect(Object.values(await decisions())).toEqual(['changed', 'changed']);
});

test('what surrounds a module is asked for again', async () => {
  write('libs/a/tsconfig.json', '{ "compilerOptions": { "useDefineForClassFields": false } }');
  expect(Object.values(await decisions())).toEqual(['changed, walked', 'changed, walked']);
});

test('a configuration that sets tests up otherwise is seen', async () => {
  write('libs/a/setup.ts', 'globalThis.isSetUp = true;');
  write(
    'libs/a/vitest.config.mts',
    `export default { test: { include: ['*.test.ts'], setupFiles: ['./setup.ts'] } };`,
  );
  expect(Object.values(await decisions())).toEqual(['changed', 'changed']);
});

test('a store that does not say what walks asked is walked once, and says it then', async () => {
  const database = new BetterSqlite3(join(root, '.testmon/testmondata.db'));
  database.exec('UPDATE fact SET trace = NULL; DELETE FROM trace_entry');
  database.close();
  expect(Object.values(await decisions())).toEqual(['skipped, walked', 'skipped, walked']);
  const { report } = await runTask(task(), io);
  expect(report.selected).toEqual([]);
  expect(Object.values(await decisions())).toEqual(['skipped', 'skipped']);
});

test('an imported name that is only a type leads to what is asked again, not to what is selected', async () => {
  write('libs/a/types.ts', 'export interface One { readonly one: 1 }\n');
  write(
    'libs/a/lib.ts',
    `import type { One } from './types';\n${lib.replace('first()', 'first(): One["one"]')}`,
  );
  const { report } = await runTask(task(), io);
  expect([report.outcome, report.selected]).toEqual(['passed', []]);
  expect(Object.values(await decisions())).toEqual(['skipped', 'skipped']);
  write('libs/a/types.ts', 'export interface One { readonly one: 1; readonly two?: 2 }\n');
  expect(Object.values(await decisions())).toEqual(['skipped', 'skipped']);
});
