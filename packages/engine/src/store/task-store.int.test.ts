import { mkdirSync } from 'node:fs';
import type { CodeResult, EnvironmentKey } from '@nx-testmon/core';
import { appendResults, writeBreaker } from '@nx-testmon/store';
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

test('code results and a breaker that are written after they were read count for the next task', async () => {
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
  expect(store.codeResults()).toEqual([failure(1)]);
  expect(store.breaker('a')).toBeUndefined();

  const next = await openTaskStore(paths, now);
  expect(next.codeResults()).toEqual([failure(2), failure(1)]);
  expect(next.breaker('a')).toMatchObject({ kind: 'set', breaker });
});
