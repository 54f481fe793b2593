import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { storePaths } from '../../store/task-store';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { SharedReader } from '../../task/read-task/shared-reader';
import { CoverageReader } from '../coverage/workspace-coverage';
import { readExecutions } from './read-executions';
import { readTaskOverview, type TaskOverview } from './read-task-overview';

let workspace: TaskWorkspace;

beforeAll(() => {
  const files = {
    'package.json': '{ "name": "a", "type": "module" }',
    'vitest.config.mts': `export default { test: { include: ['src/*.test.ts'] } };`,
    'src/sum.ts': `export const sum = (a: number, b: number): number => a + b;\n`,
    'src/total.ts': `import { sum } from './sum';\nexport const total = (all: number[]): number => all.reduce(sum, 0);\n`,
    'src/total.test.ts': `import { expect, test } from 'vitest';\nimport { total } from './total';\ntest('it', () => expect(total([1, 2])).toBe(3));\n`,
    'src/sum.test.ts': `import { expect, test } from 'vitest';\nimport { sum } from './sum';\ntest('it', () => expect(sum(1, 2)).toBe(3));\n`,
    'src/git.test.ts': `import { execFileSync } from 'node:child_process';\nimport { test } from 'vitest';\ntest('it', () => { execFileSync(process.execPath, ['--version']); });\n`,
  };
  workspace = createTaskWorkspace(
    Object.fromEntries(Object.entries(files).map(([path, text]) => [`libs/a/${path}`, text])),
  );
});
afterAll(() => workspace[Symbol.dispose]());

async function read(): Promise<TaskOverview> {
  const found = await readTaskOverview(workspace.task(), workspace.io());
  if (!found.ok) throw new Error(found.problem.kind);
  return found.overview;
}

const decisions = ({ testFiles }: TaskOverview): Record<string, string> =>
  Object.fromEntries(testFiles.map(({ path, decision }) => [path.replace('libs/a/src/', ''), decision.kind]));

test('before the first run, every test file would run and nothing else is known', async () => {
  const overview = await read();
  expect(decisions(overview)).toEqual({ 'git.test.ts': 'new', 'sum.test.ts': 'new', 'total.test.ts': 'new' });
  expect(overview).toMatchObject({ withoutFacts: 3, savedMs: 0, causes: [], files: [] });
  expect(overview.testFiles.every((file) => file.wouldRun && file.lastRun === undefined)).toBe(true);
});

test('after a run and an edit, the paths, the costs of files, the causes and the execution are known', async () => {
  const { exitCode, output } = await workspace.run();
  expect(exitCode, output).toBe(0);
  workspace.files.write({
    'libs/a/src/sum.ts': `export const sum = (a: number, b: number): number => b + a;\n`,
  });
  const before = workspace.files.snapshot();
  const overview = await read();
  const executions = await readExecutions(storePaths(workspace.root, {}), Date.now(), { limit: 1 });
  expect(workspace.files.snapshot()).toEqual(before);

  expect(decisions(overview)).toMatchObject({ 'sum.test.ts': 'changed', 'total.test.ts': 'changed' });
  const total = overview.testFiles.find(({ path }) => path.endsWith('total.test.ts'));
  expect(total).toMatchObject({
    wouldRun: true,
    changedBlocks: 1,
    lastRun: { outcome: 'passed' },
    changes: [{ block: 'libs/a/src/sum.ts#sum()', kind: 'reached', causes: [] }],
  });
  expect(total?.changes[0]?.steps.at(-1)).toBe('libs/a/src/total.test.ts');
  expect(total?.changes[0]?.steps.join(' ')).toContain('libs/a/src/total.ts#total()');

  const cost = overview.files.find(({ path }) => path === 'libs/a/src/sum.ts');
  expect(cost?.testFiles).toBe(2);
  expect([...(cost?.slowest ?? [])].sort()).toEqual(['libs/a/src/sum.test.ts', 'libs/a/src/total.test.ts']);
  expect(overview.files.filter(({ path }) => !existsSync(workspace.files.path(path)))).toEqual([]);
  expect(overview.causes).toMatchObject([
    { fallback: { kind: 'process-started' }, testFiles: ['libs/a/src/git.test.ts'] },
  ]);
  expect(executions).toMatchObject({
    executions: [{ id: 'exec-1', runs: [{ project: 'a', selected: 3, total: 3 }] }],
    older: 0,
    notes: [],
  });
}, 300_000);

test('a task is read once for its overview and its coverage', async () => {
  const sharedReader = new SharedReader();
  const reads = vi.spyOn(sharedReader, 'current');
  const { workspace: about } = workspace.task();
  using coverage = new CoverageReader({ workspace: about, isFresh: false, exclude: [] });
  const found = await readTaskOverview(workspace.task(), workspace.io({ sharedReader }), coverage.whileRead);
  expect(found).toEqual({ ok: true, overview: await read() });
  expect(coverage.readUnexecuted(new Set(['libs/a/src/sum.ts']))).toEqual({
    unexecuted: new Map([['libs/a/src/sum.ts', []]]),
    unknown: [],
  });
  expect(reads).toHaveBeenCalledOnce();
});

test('executions of other projects, and those beyond the limit, are left out', async () => {
  const paths = storePaths(workspace.root, {});
  const others = await readExecutions(paths, Date.now(), { projects: ['b'], limit: 1 });
  expect(others).toEqual({ executions: [], older: 0, notes: [] });
  expect(await readExecutions(paths, Date.now(), { limit: 0 })).toMatchObject({ executions: [], older: 1 });
});
