import type { Fact } from '@nx-testmon/core';
import { openStoreSnapshot } from '@nx-testmon/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';

const suite = 'a:libs/a/vitest.config.mts';
let workspace: TaskWorkspace;

beforeEach(() => {
  workspace = createTaskWorkspace({});
  // They run one after another, in the order of their names, each in its own process.
  write(
    'libs/a/vitest.config.mts',
    `const byName = (files) => [...files].sort((a, b) => (a.moduleId < b.moduleId ? -1 : 1));
class Sequencer { shard(files) { return byName(files); } sort(files) { return byName(files); } }
export default { test: { include: ['*.test.ts'], pool: 'forks', fileParallelism: false, allowOnly: true, sequence: { sequencer: Sequencer } } };`,
  );
  write(
    'libs/a/lib.ts',
    `export function first() { return 1; }\nexport function second() { return 2; }\nexport function third() { return 3; }\n`,
  );
  writeTest('pass', `test('passes', () => { expect(first()).toBe(1); });`);
});
afterEach(() => workspace[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

function writeTest(name: string, body: string): void {
  const imports = `import { beforeAll, expect, test } from 'vitest'; import { first, second, third } from './lib';`;
  write(`libs/a/${name}.test.ts`, `${imports}\n${body}\n`);
}

const run = (raw: RawOptions = {}) => workspace.run(raw);

async function factsOf(...names: readonly string[]): Promise<Record<string, readonly Fact[]>> {
  const opened = await openStoreSnapshot({
    file: workspace.files.path('.testmon/testmondata.db'),
    timeoutMs: 5000,
    now: Date.now(),
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  const { snapshot } = opened;
  try {
    return Object.fromEntries(
      names.map((name) => [name, snapshot.factsOf({ suite, path: `libs/a/${name}.test.ts` })] as const),
    );
  } finally {
    snapshot.close();
  }
}

async function outcomesOf(...names: readonly string[]): Promise<Record<string, readonly string[]>> {
  const facts = Object.entries(await factsOf(...names));
  return Object.fromEntries(facts.map(([name, some]) => [name, some.map(({ outcome }) => outcome)]));
}

/** Function bodies of `lib.ts` in a fact. */
function bodiesIn(fact: Fact | undefined): string[] {
  const names = fact?.dependencies.map(({ block }) => block) ?? [];
  return names
    .filter((block) => /^libs\/a\/lib\.ts#\w+\(\)/.test(block))
    .map((block) => block.split('#')[1] ?? '');
}

test('retries, skips, todos, hooks and files without tests have true facts', async () => {
  writeTest(
    'retry',
    `let n = 0; test('r', { retry: 2 }, () => { expect(++n === 1 ? first() : second()).toBe(2); });`,
  );
  writeTest('skip', `test.skip('s', () => { third(); }); test('t', () => { second(); });`);
  writeTest('todo', `test.todo('later');`);
  writeTest(
    'only',
    `test.only('o', () => { first(); }); test('left out', () => { throw new Error('no'); });`,
  );
  writeTest(
    'hook',
    `beforeAll(() => { first(); throw new Error('in hook'); }); test('h', () => { second(); });`,
  );
  write('libs/a/empty.test.ts', 'export {};\n');
  const { exitCode, report } = await run();
  expect([exitCode, report.outcome]).toEqual([1, 'failed']);
  const names = ['pass', 'retry', 'skip', 'todo', 'only', 'hook', 'empty'];
  const outcomes = await outcomesOf(...names);
  expect(outcomes).toEqual({
    pass: ['passed'],
    retry: ['passed'],
    skip: ['passed'],
    todo: ['passed'],
    only: [],
    hook: ['failed'],
    empty: ['failed'],
  });

  const facts = await factsOf(...names);
  expect(bodiesIn(facts['pass']?.[0])).toEqual(['first()']);
  // The attempt that failed counts too.
  expect(bodiesIn(facts['retry']?.[0])).toEqual(['first()', 'second()']);
  expect(bodiesIn(facts['skip']?.[0])).toEqual(['second()']);

  const again = await run();
  expect(again.report.selected.map(({ file }) => file).sort()).toEqual(
    ['empty', 'hook', 'only'].map((name) => `libs/a/${name}.test.ts`),
  );
});

test.each([
  ['is killed', `process.kill(process.pid, 'SIGKILL')`],
  ['aborts', `process.abort()`],
])('a test file whose process %s has no fact, and no pass beside it is trusted', async (_, death) => {
  writeTest('dies', `test('dies', async () => { first(); ${death}; await new Promise(() => {}); });`);
  writeTest('fails', `test('fails', () => { expect(second()).toBe(0); });`);
  const { exitCode, report } = await run();
  expect(exitCode).not.toBe(0);
  expect(report.outcome).toBe('failed');
  expect(await outcomesOf('dies', 'pass', 'fails')).toEqual({ dies: [], pass: [], fails: ['failed'] });
});

test('a test that calls process.exit has not passed', async () => {
  writeTest('exits', `test('exits', async () => { first(); process.exit(0); });`);
  const { exitCode, report } = await run();
  expect([exitCode, report.outcome]).toEqual([1, 'failed']);
  expect(await outcomesOf('exits')).toEqual({ exits: ['failed'] });
});

test('a bail leaves facts of test files that ended before it, and none of those that it left out', async () => {
  writeTest('a-pass', `test('a', () => { third(); });`);
  writeTest('b-fail', `test('b', () => { expect(second()).toBe(0); }); test('never', () => { third(); });`);
  expect((await run({ bail: 1 })).exitCode).toBe(1);
  expect(await outcomesOf('a-pass', 'b-fail', 'pass')).toEqual({
    'a-pass': ['passed'],
    'b-fail': [],
    pass: [],
  });
});

test('SIGINT to only the test runner, in the middle of the run, leaves no fact: no pass is trusted', async () => {
  writeTest('a-pass', `test('a', () => { third(); });`);
  // The parent of a test's process is the test runner, which exits immediately.
  writeTest(
    'b-stop',
    `test('b', async () => { process.kill(process.ppid, 'SIGINT'); await new Promise((r) => setTimeout(r, 1500)); });`,
  );
  const { exitCode, report } = await run();
  expect([exitCode, report.outcome]).toEqual([130, 'failed']);
  expect(await outcomesOf('a-pass', 'b-stop', 'pass')).toEqual({ 'a-pass': [], 'b-stop': [], pass: [] });
});
