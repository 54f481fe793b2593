import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseTaskOptions } from '../options/parse-task-options';
import type { TaskWorkspace } from '../../task.testing';
import { createMissingWorkspace, type MissingWorkspace, testOf } from './missed-edit.testing';

let missing: MissingWorkspace;
let workspace: TaskWorkspace;

beforeEach(() => {
  missing = createMissingWorkspace();
  ({ workspace } = missing);
});
afterEach(() => missing[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

const run: MissingWorkspace['run'] = (...args) => missing.run(...args);

test('verify runs skipped test files, and reports in one line that none of them fails', async () => {
  await run();
  const { exitCode, report, output } = await run({ verify: true });
  expect(exitCode).toBe(0);
  expect(output).toContain('testmon: verify: 2 test files would have been skipped; none failed');
  expect(output).toContain('verify: all test files run');
  expect(output).toMatch(/ran 2 of 2 test files .* 2 facts stored/);
  expect(report).toMatchObject({ selected: [], skipped: 2, missed: [], savedMs: 0, outcome: 'passed' });
});

test('a test file that fails although it would be skipped ends in exit code 2, with the evidence', async () => {
  await run();
  write('libs/a/sum.ts', `export const sum = (a: number, b: number) => b + a;`);
  const { exitCode, report, output } = await run({ verify: true }, { BREAK_HIDDEN: '1' });
  expect(exitCode).toBe(2);
  expect(output).toContain('verify: 1 test file would have been skipped; 1 of them failed');
  expect(output).toContain('MISSED libs/a/hidden.test.ts: failed, failed again when run alone');
  expect(output).toMatch(/passed at \d{4}-\d\d-\d\dT.* in \d.*, environment default@\w+, \d+ blocks/);
  expect(output).toMatch(/changed since then in a .*\n.*libs\/a\/sum\.ts$/m);
  expect(output).toContain('Please report it');
  expect(report.missed).toEqual([
    {
      file: 'libs/a/hidden.test.ts',
      suite: 'a:libs/a/vitest.config.mts',
      failsAgain: true,
      fact: {
        passedAt: expect.any(String) as string,
        durationMs: expect.any(Number) as number,
        environment: expect.stringMatching(/^default@/) as string,
        blocks: expect.any(Number) as number,
      },
    },
  ]);
  // The failure is stored as a fact too, so the next run selects it.
  expect((await run({}, { BREAK_HIDDEN: '1' })).report.selected).toEqual([
    { file: 'libs/a/hidden.test.ts', reason: expect.stringContaining('failed before') as string },
  ]);
});

test('a failing test file that is selected is not a miss: the exit code is that of the tests', async () => {
  await run();
  write('libs/a/sum.ts', `export const sum = (a: number, b: number) => a - b;`);
  const { exitCode, report, output } = await run({ verify: true });
  expect(exitCode).toBe(1);
  expect(output).toContain('verify: 1 test file would have been skipped; none failed');
  expect(report).toMatchObject({ missed: [], outcome: 'failed' });
});

test('a test file that passes alone is reported as probably flaky, and the exit code is still 2', async () => {
  const marker = missing.outside('marker');
  const body = `if ({ ...process.env }['ONCE'] && !existsSync(${JSON.stringify(marker)})) { writeFileSync(${JSON.stringify(marker)}, ''); throw new Error('once'); }`;
  write('libs/a/flaky.test.ts', testOf(body, `import { existsSync, writeFileSync } from 'node:fs';`));
  await run();
  const { exitCode, report, output } = await run({ verify: true }, { ONCE: '1' });
  expect(exitCode).toBe(2);
  expect(output).toContain('MISSED libs/a/flaky.test.ts: failed, passed when run alone (probably flaky)');
  expect(output).not.toContain('Please report it');
  expect(report.missed).toMatchObject([{ file: 'libs/a/flaky.test.ts', failsAgain: false }]);
});

test('a test file whose process crashes is missed like one that fails', async () => {
  const body = `if ({ ...process.env }['CRASH']) process.kill(process.pid, 'SIGKILL')`;
  write('libs/a/crash.test.ts', testOf(body));
  await run({ pool: 'forks' });
  const { exitCode, report, output } = await run({ verify: true, pool: 'forks' }, { CRASH: '1' });
  expect(exitCode).toBe(2);
  expect(output).toContain('MISSED libs/a/crash.test.ts: no result, failed again when run alone');
  expect(report.missed).toMatchObject([{ file: 'libs/a/crash.test.ts', failsAgain: true }]);
});

describe('with a shard of the test runner', () => {
  const failing = (statement: string) => testOf(`if ({ ...process.env }['BREAK']) { ${statement}; }`);

  test('test files of other shards are not missed because of an error outside of tests', async () => {
    for (const name of ['one', 'other'])
      write(`libs/a/${name}.test.ts`, failing(`void Promise.reject(new Error())`));
    await run();
    const { exitCode, report, output } = await run({ verify: true, shard: '1/2' }, { BREAK: '1' });
    expect(output).toContain("errors outside the test files (see above) can't be attributed to one");
    expect(output).toContain("verify: 2 test files did not run and can't be verified");
    expect(report).toMatchObject({ missed: [], outcome: 'failed' });
    expect(exitCode).toBe(1);
  });

  test('a test file of the shard whose process crashes is missed', async () => {
    const names = ['libs/a/one.test.ts', 'libs/a/other.test.ts', 'libs/a/third.test.ts'];
    for (const name of names) write(name, failing(`process.kill(process.pid, 'SIGKILL')`));
    await run({ pool: 'forks' });
    const missedIn = async (shard: string) => {
      const { exitCode, report } = await run({ verify: true, pool: 'forks', shard }, { BREAK: '1' });
      expect(exitCode).toBe(2);
      return (report.missed ?? []).map(({ file }) => file);
    };
    const [first, second] = [await missedIn('1/2'), await missedIn('2/2')];
    expect(first).not.toEqual([]);
    expect(second).not.toEqual([]);
    expect([...first, ...second].sort()).toEqual(names);
  });
});

test('with nocollect, verify changes nothing on disk', async () => {
  await run();
  const before = workspace.files.snapshot();
  const { exitCode, output } = await run({ verify: true, nocollect: true }, { BREAK_HIDDEN: '1' });
  expect(exitCode).toBe(2);
  expect(output).toContain('nothing stored (nocollect)');
  expect(workspace.files.snapshot()).toEqual(before);
});

test('if nothing is skipped, there is nothing to verify', async () => {
  const first = await run({ verify: true });
  expect(first.exitCode).toBe(0);
  expect(first.output).toContain('verify: 0 test files would have been skipped; none failed');
  const filtered = await run({ verify: true, t: 'it' });
  expect(filtered.output).toContain('verify: nothing to verify, because nothing is skipped');
  expect(filtered.report.missed).toBeUndefined();
});

test('a project without test files passes, verified or not', async () => {
  write('libs/a/vitest.config.mts', `export default { test: { include: ['*.none.ts'] } };`);
  for (const verify of [false, true]) {
    const { exitCode, report, output } = await run({ verify });
    expect([exitCode, report.total], output).toEqual([0, 0]);
  }
});

test('test files left out by a bail are reported as not verified', async () => {
  write('libs/a/sum.test.ts', testOf(`expect(sum(1, 2)).toBe(4)`, `import { sum } from './sum';`));
  write(
    'libs/a/vitest.config.mts',
    `export default { test: { include: ['*.test.ts'], fileParallelism: false } };`,
  );
  await run();
  const { exitCode, output } = await run({ verify: true, bail: 1 });
  expect(exitCode).toBe(1);
  expect(output).toContain("verify: 1 test file did not run and can't be verified");
  expect(output).toContain('verify: 1 test file would have been skipped, 0 of them ran');
});

test('verify and noselect contradict each other', () => {
  expect(parseTaskOptions({ verify: true, noselect: true }, {})).toMatchObject({ ok: false });
  expect(parseTaskOptions({ verify: true }, { NX_TESTMON_NOSELECT: '1' })).toMatchObject({ ok: false });
  expect(parseTaskOptions({}, { NX_TESTMON_VERIFY: '1' })).toMatchObject({ ok: true });
});
