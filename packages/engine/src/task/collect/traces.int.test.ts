import { renderProblem } from '@nx-testmon/core';
import BetterSqlite3 from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readTask } from '../read-task/read-task';
import { decideTestFiles } from '../select-tests/decide-test-files';
import { openTaskSession } from '../task-session';
import { copyTaskWorkspace, createTaskWorkspace, type TaskWorkspace } from '../../task.testing';

/** The state after a collecting run. Each test has its own copy. */
let collected: TaskWorkspace;
let workspace: TaskWorkspace;

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

/** The decision about each test file, and whether it needed a traversal. */
async function decisions(): Promise<Record<string, string>> {
  const session = await openTaskSession(workspace.task(), workspace.io());
  try {
    const read = await readTask(session);
    if (!read.ok) throw new Error(renderProblem(read.problem));
    return Object.fromEntries(
      decideTestFiles(read.state, session.store).testFiles.map(({ testFile, decision, isTraversed }) => [
        testFile.path.replace('libs/a/', ''),
        `${decision.kind}${isTraversed ? ', traversed' : ''}`,
      ]),
    );
  } finally {
    session.store.close();
  }
}

const lib = `export function first() {\n  return 1;\n}\nexport function second() {\n  return 2;\n}\n`;

const imports = `import { readFileSync } from 'node:fs';\nimport { expect, test } from 'vitest';\nimport { first, second } from './lib';\n`;

beforeAll(async () => {
  collected = createTaskWorkspace({
    'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'] } };`,
    'libs/a/lib.ts': lib,
    'libs/a/data.txt': 'data',
    'libs/a/one.test.ts': `${imports}test('one', () => expect(first()).toBe(1));\n`,
    'libs/a/two.test.ts': `${imports}test('two', () => expect(String(readFileSync(__dirname + '/data.txt')) + second()).toBe('data2'));\n`,
  });
  const { report } = await collected.run();
  expect(report.outcome).toBe('passed');
}, 60_000);
afterAll(() => collected[Symbol.dispose]());

beforeEach(() => {
  workspace = copyTaskWorkspace(collected);
});
afterEach(() => workspace[Symbol.dispose]());

test('after a run without changes, no traversal is needed', async () => {
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'skipped' });
});

test('a changed function body needs no traversal, whether executed or not', async () => {
  write('libs/a/lib.ts', lib.replace('return 2', 'return 1 + 1'));
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'changed' });
});

test('a comment needs no traversal', async () => {
  write('libs/a/lib.ts', `// Numbers.\n${lib}`);
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'skipped' });
});

test('a changed file that a test read needs no traversal', async () => {
  write('libs/a/data.txt', 'other');
  expect(await decisions()).toEqual({ 'one.test.ts': 'skipped', 'two.test.ts': 'changed' });
});

test('a test file that depends on its whole project needs no traversal', async () => {
  write(
    'libs/a/git.test.ts',
    `import { execFileSync } from 'node:child_process';\nimport { expect, test } from 'vitest';\ntest('git', () => expect(execFileSync('git', ['--version'])).toBeDefined());\n`,
  );
  await workspace.run();
  const before = { 'one.test.ts': 'skipped', 'two.test.ts': 'skipped' };
  expect(await decisions()).toEqual({ ...before, 'git.test.ts': 'skipped' });
  write('libs/a/other.txt', 'other');
  expect(await decisions()).toEqual({ ...before, 'git.test.ts': 'changed' });
});

test('a file that takes precedence in resolution is noticed', async () => {
  write('libs/a/lib.mts', lib);
  write('libs/a/lib.js', lib);
  expect(Object.values(await decisions())).toEqual(['changed', 'changed']);
});

test('a changed compile context needs a traversal', async () => {
  write('libs/a/tsconfig.json', '{ "compilerOptions": { "useDefineForClassFields": false } }');
  expect(Object.values(await decisions())).toEqual(['changed, traversed', 'changed, traversed']);
});

test('a configuration with another setup file is noticed', async () => {
  write('libs/a/setup.ts', 'globalThis.isSetUp = true;');
  write(
    'libs/a/vitest.config.mts',
    `export default { test: { include: ['*.test.ts'], setupFiles: ['./setup.ts'] } };`,
  );
  expect(Object.values(await decisions())).toEqual(['changed', 'changed']);
});

test('a store without dependency traces needs one traversal, and then has traces', async () => {
  const database = new BetterSqlite3(workspace.files.path('.testmon/testmondata.db'));
  database.exec('UPDATE fact SET trace = NULL; DELETE FROM trace_entry');
  database.close();
  expect(Object.values(await decisions())).toEqual(['skipped, traversed', 'skipped, traversed']);
  const { report } = await workspace.run();
  expect(report.selected).toEqual([]);
  expect(Object.values(await decisions())).toEqual(['skipped', 'skipped']);
});

test('an imported name that is only a type is part of the trace and selects nothing', async () => {
  write('libs/a/types.ts', 'export interface One { readonly one: 1 }\n');
  write(
    'libs/a/lib.ts',
    `import type { One } from './types';\n${lib.replace('first()', 'first(): One["one"]')}`,
  );
  const { report } = await workspace.run();
  expect([report.outcome, report.selected]).toEqual(['passed', []]);
  expect(Object.values(await decisions())).toEqual(['skipped', 'skipped']);
  write('libs/a/types.ts', 'export interface One { readonly one: 1; readonly two?: 2 }\n');
  expect(Object.values(await decisions())).toEqual(['skipped', 'skipped']);
});
