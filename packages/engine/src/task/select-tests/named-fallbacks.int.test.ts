import { describeFallback } from '@nx-testmon/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestFileExplanation } from '../../queries/explain/test-file-explanation';
import { createTaskWorkspace, type TaskRunInTest, type TaskWorkspace } from '../../task.testing';

let workspace: TaskWorkspace;
let first: TaskRunInTest;

const testOf = (body: string, imports = ''): string =>
  `import { expect, test } from 'vitest';\n${imports}\ntest('it', async () => {\n  ${body}\n});\n`;

/** Each test file, with what it depends on besides what it executes and reads. */
const causes: Readonly<Record<string, string>> = {
  'process.test.ts': "libs/a/src/run.ts:6 starts node, whose reads can't be traced",
  'command.test.ts': "libs/a/src/command.test.ts:5 starts echo, whose reads can't be traced",
  'thread.test.ts': "libs/a/src/thread.test.ts:5 starts a thread that can't be traced",
  'sqlite.test.ts': 'libs/a/src/sqlite.test.ts:5 uses node:sqlite, which reads files in native code',
  'eval.test.ts': "libs/a/src/eval.test.ts:5 calls eval directly: eval('1 + 1')",
  'mock.test.ts': 'libs/a/src/mock.test.ts:4 uses a computed name in a mock or glob: vi.doMock(name)',
};

beforeAll(async () => {
  const inProject = {
    'package.json': '{ "name": "a", "type": "module" }',
    'vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
    'src/data.txt': 'data',
    // The types and comments above the call move its line in the compiled code.
    'src/run.ts': `import { execFileSync } from 'node:child_process';
interface Ignored { readonly lines: number;
  readonly more: string; }
export type Also = Ignored;
export function run(): string {
  return execFileSync(process.execPath, ['--version'], { encoding: 'utf8' });
}
`,
    'src/process.test.ts': testOf(`expect(run()).toMatch(/^v/);`, `import { run } from './run';`),
    'src/command.test.ts': testOf(
      `await new Promise((done) => exec('SECRET=1 echo 1', done));`,
      `import { exec } from 'node:child_process';\n`,
    ),
    'src/thread.test.ts': testOf(
      `await new Worker('', { eval: true }).terminate();`,
      `import { Worker } from 'node:worker_threads';\n`,
    ),
    'src/sqlite.test.ts': testOf(`\n  await import('node:sqlite');`),
    'src/eval.test.ts': testOf(`\n  expect(eval('1 + 1')).toBe(2);`),
    'src/mock.test.ts': `import { test, vi } from 'vitest';
const name = ['./run'].join('');
test('it', () => {
  vi.doMock(name);
});
`,
    'src/plain.test.ts': testOf(`expect(1).toBe(1);`),
  };
  workspace = createTaskWorkspace(
    Object.fromEntries(Object.entries(inProject).map(([path, text]) => [`libs/a/${path}`, text])),
  );
  first = await workspace.run();
}, 300_000);
afterAll(() => workspace[Symbol.dispose]());

async function explain(name: string): Promise<TestFileExplanation> {
  const [explanation] = await workspace.explain(`libs/a/src/${name}`);
  if (!explanation) throw new Error(`${name} is not a test file`);
  return explanation;
}

test('every test file passes, and the header of the next run counts the causes', async () => {
  expect(first.exitCode, first.output).toBe(0);
  const { lines } = await workspace.run();
  expect(lines[0]).toContain('0 of 7 test files selected');
  expect(lines[1]).toMatch(
    /^testmon: 6 of 7 test files depend on more than they execute and read: untraced process \(2\), .*; `testmon doctor` lists them$/,
  );
}, 300_000);

test.each(Object.entries(causes))('explain names the cause of %s', async (name, cause) => {
  expect((await explain(name)).fallbacks.map(describeFallback)).toContain(cause);
});

test('a test file without a fallback names none', async () => {
  expect((await explain('plain.test.ts')).fallbacks).toEqual([]);
});

test('after a change of a file that no test reads, the reason and the explanation name the cause', async () => {
  workspace.files.write({ 'libs/a/src/data.txt': 'changed' });
  const { selected } = await workspace.select();
  const reasons = new Map(selected.map(({ testFile, reason }) => [testFile.path, reason]));
  expect([...reasons.keys()].sort()).toEqual(
    Object.keys(causes)
      .map((name) => `libs/a/src/${name}`)
      .sort(),
  );
  expect(reasons.get('libs/a/src/process.test.ts')).toBe(
    "changed: project:a (libs/a/src/run.ts:6 starts node, whose reads can't be traced)",
  );
  expect(reasons.get('libs/a/src/sqlite.test.ts')).toMatch(/^changed: data:libs\/a\/src.* \(.*node:sqlite/);
  expect((await explain('process.test.ts')).changes).toMatchObject([
    { block: 'project:a', causes: ["libs/a/src/run.ts:6 starts node, whose reads can't be traced"] },
  ]);
});
