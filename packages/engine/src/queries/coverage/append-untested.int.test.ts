import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { appendJobSummary } from '../../task/report/job-summary';
import type { TaskReport } from '../../task/task-report';
import type { UntestedChanges } from './describe-untested';
import { appendUntested } from './append-untested';

let workspace: TestWorkspace;
beforeEach(() => {
  workspace = createWorkspace({});
});
afterEach(() => workspace[Symbol.dispose]());

const none: UntestedChanges = { base: 'HEAD', code: [], unknown: [] };

async function summaryOf(...all: readonly UntestedChanges[]): Promise<string[]> {
  const file = workspace.path('summary.md');
  for (const untested of all) expect(await appendUntested(file, untested)).toBeUndefined();
  return workspace.read('summary.md').split('\n');
}

test('untested changes are a table, and names are code', async () => {
  const code = [
    { kind: 'function', code: 'a<b>|()', file: 'libs/a.ts', line: 3 },
    { kind: 'branch', code: 'c()/then', file: 'libs/a.ts', line: 9 },
  ] as const;
  expect(await summaryOf({ base: 'origin/main', code, unknown: ['libs/b.ts'] })).toEqual([
    '',
    '### Untested changes',
    '',
    'No test file executed 2 functions and branches changed since `origin/main`:',
    '',
    '| file and line | code |',
    '| --- | --- |',
    '| `libs/a.ts:3` | `a<b>\\|()` |',
    '| `libs/a.ts:9` | `c()/then` |',
    '',
    'Unknown for 1 changed file that no test file has run with probes: `libs/b.ts`',
    '',
    '',
  ]);
});

test('without untested changes, the page says so, once', async () => {
  expect(await summaryOf(none, none)).toEqual([
    '',
    '### Untested changes',
    '',
    'Every uncommitted function or branch was executed by a test file.',
    '',
    '',
  ]);
});

test('a long list is cut', async () => {
  const code = Array.from({ length: 51 }, (_, line) => ({
    ...{ kind: 'function' as const, code: `f${line}()`, file: 'a.ts', line },
  }));
  const lines = await summaryOf({ ...none, code });
  expect(lines.filter((line) => line.startsWith('| `'))).toHaveLength(50);
  expect(lines).toContain('and 1 more function or branch');
});

test('the row of a task that ends below has a table again', async () => {
  const report: TaskReport = {
    ...{ execId: 'e', project: 'a', target: 'testmon', collect: true, select: true, environment: 'default' },
    ...{ selected: [], skipped: 1, total: 1, outcome: 'passed', durationMs: 1, savedMs: 0 },
  };
  const file = workspace.path('summary.md');
  await appendJobSummary(file, report);
  await appendUntested(file, none);
  await appendJobSummary(file, report);
  await appendJobSummary(file, report);
  const lines = workspace.read('summary.md').split('\n');
  expect(lines.filter((line) => line.startsWith('#') || line.includes('`a`'))).toEqual([
    '### nx-testmon',
    '| `a` | `testmon` | passed | 0 | 1 |  |',
    '### Untested changes',
    '### nx-testmon',
    '| `a` | `testmon` | passed | 0 | 1 |  |',
    '| `a` | `testmon` | passed | 0 | 1 |  |',
  ]);
});
