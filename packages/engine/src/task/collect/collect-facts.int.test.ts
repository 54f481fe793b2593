import type { RunResult } from '@nx-testmon/core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTask } from '../read-task/read-task';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { openTaskSession, type TaskSession } from '../task-session';
import { collectFacts } from './collect-facts';
import { captureReachable } from './reachable';

let workspace: TaskWorkspace;
let session: TaskSession;

beforeEach(async () => {
  workspace = createTaskWorkspace({
    'libs/a/vitest.config.mts': `export default { test: { include: ['*.test.ts'] } };`,
    'libs/a/one.test.ts': `import { test } from 'vitest'; test('it', () => undefined);`,
  });
  session = await openTaskSession(workspace.task(), workspace.io({ env: { TZ: 'Europe/Berlin' } }));
});
afterEach(() => {
  session.store.close();
  workspace[Symbol.dispose]();
});

test('a result becomes a fact of the environment in which it ran, and none if that has changed in the meantime', async () => {
  const read = await readTask(session);
  if (!read.ok) throw new Error(read.problem.kind);
  const testFile = { suite: 'a:libs/a/vitest.config.mts', path: 'libs/a/one.test.ts' };
  const run: RunResult = {
    results: [{ testFile, outcome: 'passed', durationMs: 1, endedAt: Date.now(), complete: true }],
    outcome: 'passed',
    exitCode: 0,
  };
  const finished = { run, state: read.state, reachable: captureReachable(read.state, [testFile]) };
  const { facts } = await collectFacts(session, finished);
  expect(facts).toMatchObject([{ testFile, environment: read.state.environment }]);

  const later = { ...session, io: workspace.io({ env: { TZ: 'Asia/Tokyo' } }) };
  expect(await collectFacts(later, finished)).toEqual({
    facts: [],
    traces: [],
    superseded: [],
    codeResults: [],
    models: new Map(),
    notes: [{ kind: 'changed-during-run', testFiles: [testFile.path] }],
  });
});
