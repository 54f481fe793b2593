import { mkdirSync } from 'node:fs';
import { type BlockKey, type CodeResult, type EnvironmentKey, type Fact, SEEDED_AT } from '@nx-testmon/core';
import { appendResults, DEFAULT_LOCK_TIMING, mergeRecords, writeBreaker } from '@nx-testmon/store';
import { createWorkspace } from '@nx-testmon/testing';
import { expect, test } from 'vitest';
import { openTaskStore, storePaths } from './task-store';

const testFile = { suite: 'a:', path: 'a.test.ts' };

function failure(endedAt: number): CodeResult {
  return {
    testFile,
    environment: 'default@1' as EnvironmentKey,
    code: 'AAAAAAAAAAAAAAA_',
    outcome: 'failed',
    endedAt,
  };
}

test('a breaker that is written after it was read counts for the next task, and code results are read anew', async () => {
  using workspace = createWorkspace({});
  const paths = storePaths(workspace.root, {});
  mkdirSync(paths.folder);
  const now = 10_000;
  appendResults(paths.results, [failure(1)], now);
  const store = await openTaskStore(paths, now);
  expect(store.codeResults()).toEqual([failure(1)]);
  expect(store.breaker('a')).toBeUndefined();

  appendResults(paths.results, [failure(2)], now);
  const breaker = {
    project: 'a',
    target: 'test',
    environment: 'default' as EnvironmentKey,
    foundAt: now,
    missed: [testFile],
  };
  expect(writeBreaker(paths, breaker)).toBeUndefined();
  expect(store.codeResults()).toEqual([failure(2), failure(1)]);
  expect(store.breaker('a')).toBeUndefined();

  const next = await openTaskStore(paths, now);
  expect(next.codeResults()).toEqual([failure(2), failure(1)]);
  expect(next.breaker('a')).toMatchObject({ kind: 'set', breaker });
});

test('what a seeded test file can reach is known, although it has not run', async () => {
  using workspace = createWorkspace({});
  const paths = storePaths(workspace.root, {});
  const fact: Fact = {
    ...{ testFile, environment: 'default@1' as EnvironmentKey, outcome: 'passed', durationMs: 0 },
    endedAt: SEEDED_AT,
    dependencies: [{ block: 'a.ts#a' as BlockKey, hash: 'AAAAAAAAAAAAAAA_' }],
  };
  const records = [{ execId: 'e', project: 'a', target: 'testmon', facts: [fact] }];
  const merged = await mergeRecords({
    file: paths.database,
    records,
    lock: DEFAULT_LOCK_TIMING,
    now: 10_000,
  });
  expect(merged).toMatchObject({ kind: 'merged', addedFacts: 1 });
  const store = await openTaskStore(paths, 10_000);
  expect(store.seededBlocks(testFile)?.byteLength).toBe(1);
  expect(store.lastRun(testFile)).toBeUndefined();
  expect(store.seededBlocks({ ...testFile, path: 'b.test.ts' })).toBeUndefined();
  store.close();
});
