import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { CodeResult, EnvironmentKey, Fact } from '@nx-testmon/core';
import { readResults, writeBreaker, writePending, writeRecord } from '@nx-testmon/store';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clearBreakers, readBreakers } from '../queries/audit/breakers';
import { mergeWaiting } from '../task/record/merge-waiting';
import { maintenanceLines } from './maintenance-lines';
import { type StorePaths, storePaths } from './task-store';
import { createTaskWorkspace, type TaskWorkspace } from '../task.testing';
import { collectStoreGarbage, exportStore, mergeIntoStore } from './maintain-store';

let workspace: TaskWorkspace;
let paths: StorePaths;
const now = Date.now();

const fact: Fact = {
  testFile: { suite: 'a:vitest.config.mts', path: 'libs/a/one.test.ts' },
  environment: 'default@1' as EnvironmentKey,
  outcome: 'passed',
  durationMs: 1,
  endedAt: now - 1000,
  dependencies: [],
};

beforeEach(() => {
  workspace = createTaskWorkspace({}, { packages: [] });
  paths = storePaths(workspace.root, {});
  const kept = writePending(paths.pending, {
    execId: 'exec-1',
    project: 'a',
    target: 'testmon',
    facts: [fact],
  });
  expect(kept.ok).toBe(true);
});
afterEach(() => workspace[Symbol.dispose]());

function writeForeignStore(): void {
  mkdirSync(dirname(paths.database), { recursive: true });
  writeFileSync(paths.database, 'the notes of another program');
}

const garbage = () => collectStoreGarbage({ workspaceRoot: workspace.root, paths, goneDays: 0, now });

test('pending records are merged, then facts of deleted test files are removed', async () => {
  const result = await garbage();
  expect(result).toMatchObject({
    ok: true,
    problems: [],
    outcome: { kind: 'garbage-collected', removedFacts: 1 },
  });
  expect(maintenanceLines(result)).toEqual([
    expect.stringMatching(/^removed 1 fact; database size: \d+ KB \(was \d+ KB\)$/),
  ]);
});

test('a store that could not be used is named by garbage collection and by the task that started a new one', async () => {
  writeForeignStore();
  expect(maintenanceLines(await garbage())[0]).toMatch(
    /^The store could not be used and was moved to .*testmondata\.db\..*A new store was started\./,
  );
  expect(writePending(paths.pending, { execId: 'e', project: 'a', target: 't', facts: [fact] }).ok).toBe(
    true,
  );
  writeForeignStore();
  expect(await mergeWaiting(paths, now)).toMatchObject([{ kind: 'store-moved-aside' }]);
  const aside = readdirSync(dirname(paths.database)).filter((name) => /^testmondata\.db\../.test(name));
  expect(aside).toHaveLength(2);
});

test('a source that is not a record is named with the reason, and the command fails', async () => {
  workspace.files.write({ 'bad.json': '{}' });
  const cwd = workspace.root;
  const result = await mergeIntoStore({ paths, sources: ['bad.json'], cwd, now });
  expect(result.ok).toBe(false);
  expect(maintenanceLines(result)).toEqual([
    expect.stringMatching(
      /bad\.json is neither a record nor an nx-testmon store: the fields of a record are missing\. /,
    ),
    'merged 0 files: 0 new facts, 0 already known',
  ]);
});

test('an export reports how many facts it wrote and where; without a store it fails', async () => {
  const where = { paths, folder: 'out', cwd: workspace.root };
  const request = { ...where, projects: undefined, execId: 'export', now };
  expect(maintenanceLines(await exportStore(request))).toEqual([
    expect.stringContaining('There is no store at'),
  ]);
  await mergeWaiting(paths, now);
  const lines = maintenanceLines(await exportStore(request));
  expect(lines).toEqual([expect.stringMatching(/^exported 1 fact to 1 record in .*out$/)]);
});

test('code results are exported by project, and merging them adds each once', async () => {
  await mergeWaiting(paths, now);
  const resultOf = (project: string, endedAt: number): CodeResult => ({
    testFile: { suite: `${project}:`, path: `libs/${project}/one.test.ts` },
    ...{ environment: 'default@1' as EnvironmentKey, code: '0123456789abcdef', outcome: 'failed', endedAt },
  });
  const [one, two] = [resultOf('a', now - 2), resultOf('b', now - 1)];
  workspace.files.write({ '.testmon/results.jsonl': lines(one, two), 'other/results.jsonl': lines(two) });
  const where = { paths, cwd: workspace.root, execId: 'export', now };
  await exportStore({ ...where, folder: 'all', projects: undefined });
  await exportStore({ ...where, folder: 'only', projects: ['a'] });
  expect(readResults(workspace.files.path('all/results.jsonl'), now)).toEqual([two, one]);
  expect(readResults(workspace.files.path('only/results.jsonl'), now)).toEqual([one]);

  workspace.files.remove('.testmon/results.jsonl');
  const merge = async (...sources: string[]) => {
    const merged = await mergeIntoStore({ paths, sources, cwd: workspace.root, now });
    expect(merged).toMatchObject({ ok: true, problems: [] });
    return maintenanceLines(merged);
  };
  expect(await merge('other/results.jsonl')).toEqual([
    'merged 0 files: 0 new facts, 0 already known, 1 new result for `testmon flaky`',
  ]);
  expect(await merge('all', 'other')).toEqual([
    'merged 1 file: 0 new facts, 1 already known, 1 new result for `testmon flaky`',
  ]);
  expect(await merge('all')).toEqual(['merged 1 file: 0 new facts, 1 already known']);
  expect(readResults(paths.results, now)).toEqual([two, one]);
});

function lines(...results: readonly CodeResult[]): string {
  return results.map((one) => `${JSON.stringify(one)}\n`).join('');
}

test('breakers of other stores are merged with their records and exported again, and so are clearings', async () => {
  using shard = createTaskWorkspace({}, { packages: [] });
  const ofShard = storePaths(shard.root, {});
  expect(
    writeRecord(ofShard.records, { execId: 'e', project: 'a', target: 'testmon', facts: [fact] }).ok,
  ).toBe(true);
  // Records without a breaker, as earlier versions wrote them.
  const merge = (source: string) => mergeIntoStore({ paths, sources: [source], cwd: workspace.root, now });
  expect(await merge(ofShard.records)).toMatchObject({ ok: true, outcome: { turnedOff: [], turnedOn: [] } });

  const breaker = {
    project: 'a',
    target: 'testmon',
    environment: 'default',
    foundAt: now - 10,
    missed: [fact.testFile],
  };
  expect(writeBreaker(ofShard, breaker)).toBeUndefined();
  const merged = await merge(ofShard.records);
  expect(merged).toMatchObject({ ok: true, problems: [], outcome: { merged: 1, turnedOff: ['a'] } });
  expect(maintenanceLines(merged).at(-1)).toBe(
    'the selection is off now, because an audit elsewhere missed a test file: a',
  );
  expect(await merge(ofShard.folder)).toMatchObject({ ok: true, outcome: { turnedOff: [] } });
  expect(readBreakers(paths, now).breakers).toMatchObject([
    { project: 'a', stored: { kind: 'set', breaker } },
  ]);

  expect(clearBreakers(paths, readBreakers(paths, now).breakers, now)).toEqual([]);
  expect(await merge(ofShard.folder)).toMatchObject({ ok: true, outcome: { turnedOff: [] } });
  const exported = { folder: 'out', projects: undefined, cwd: workspace.root, execId: 'exec-2', now };
  expect((await exportStore({ ...exported, paths })).ok).toBe(true);
  const into = { paths: ofShard, sources: ['out'], cwd: workspace.root, now };
  expect(maintenanceLines(await mergeIntoStore(into)).at(-1)).toBe('the selection is on again: a');
  expect(readBreakers(ofShard, now).breakers).toEqual([]);
});

test('a damaged breaker among the sources is named', async () => {
  workspace.files.write({ 'records/a/breaker.json': '{' });
  const result = await mergeIntoStore({ paths, sources: ['records'], cwd: workspace.root, now });
  expect(result.ok).toBe(false);
  expect(maintenanceLines(result)[0]).toContain('breaker.json');
});
