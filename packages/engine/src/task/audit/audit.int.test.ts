import { existsSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { clearBreakers, readBreakers } from '../../queries/audit/breakers';
import { storePaths } from '../../store/task-store';
import type { TaskWorkspace } from '../../task.testing';
import { createMissingWorkspace, type MissingWorkspace, testOf } from '../verify/missed-edit.testing';

let missing: MissingWorkspace;
let workspace: TaskWorkspace;

const day = 24 * 3_600_000;

beforeEach(() => {
  missing = createMissingWorkspace();
  ({ workspace } = missing);
});
afterEach(() => missing[Symbol.dispose]());

const write = (path: string, text: string) => workspace.files.write({ [path]: text });

const run: MissingWorkspace['run'] = (...args) => missing.run(...args);

const paths = () => storePaths(workspace.root, {});
const broken = { BREAK_HIDDEN: '1' };

test('a share of the skipped test files runs too, every day another one, until each was checked', async () => {
  await run();
  const audited = new Map<number, string[]>();
  // A cycle of 50 % has two days, so three consecutive days contain a complete cycle.
  for (const at of [0, 1, 2]) {
    const trace = missing.outside(`ran-${at}`);
    const { exitCode, report, output } = await run(
      { audit: '50%', reporter: 'json', 'outputFile.json': trace },
      {},
      () => Date.now() + at * day,
    );
    expect(exitCode, output).toBe(0);
    const { audited: number } = report;
    expect(number).toBeGreaterThan(0);
    expect(report).toMatchObject({ selected: [], skipped: 2, total: 2, missed: [], outcome: 'passed' });
    expect(output).toContain(`0 of 2 test files selected`);
    expect(output).toContain(`audit: ${number} skipped test file${number === 1 ? '' : 's'} run too`);
    expect(output).toMatch(new RegExp(`audit: ${number} skipped test files? ran; none missed`));
    expect(output).toContain(`ran ${number} of 2 test files`);
    const results = JSON.parse(readFileSync(trace, 'utf8')) as { testResults: { name: string }[] };
    audited.set(
      at,
      results.testResults.map(({ name }) => name.split('/').at(-1) ?? ''),
    );
    expect(audited.get(at)).toHaveLength(number ?? 0);
  }
  expect(new Set([...audited.values()].flat())).toEqual(new Set(['sum.test.ts', 'hidden.test.ts']));
});

test('a missed test file ends in exit code 2 and turns the selection off until it is cleared', async () => {
  await run();
  const missed = await run({ audit: '100%' }, broken);
  expect(missed.exitCode).toBe(2);
  expect(missed.output).toContain('audit: 1 test file failed that would have been skipped; running it again');
  expect(missed.output).toContain('audit: 2 skipped test files ran; 1 missed');
  expect(missed.output).toContain('MISSED libs/a/hidden.test.ts: failed, failed again when run alone');
  expect(missed.output).toContain('THE SELECTION IS NOW OFF for project a');
  expect(missed.output).toContain('testmon audit --clear --projects a');
  expect(missed.report).toMatchObject({
    audited: 2,
    missed: [{ file: 'libs/a/hidden.test.ts', failsAgain: true, fact: { environment: expect.any(String) } }],
  });
  expect(readBreakers(paths(), Date.now()).breakers).toMatchObject([
    { project: 'a', stored: { kind: 'set', breaker: { missed: [{ path: 'libs/a/hidden.test.ts' }] } } },
  ]);

  // Everything runs, whatever the facts are, and the reason is printed.
  for (const raw of [{}, { forceselect: true }, { audit: '100%' }, { environment: 'other' }]) {
    const { exitCode, report, output } = await run(raw);
    expect(exitCode, output).toBe(0);
    expect(report).toMatchObject({ breaker: true, select: false, skipped: 0, total: 2 });
    expect(report.selected).toHaveLength(2);
    expect(output).toContain('2 of 2 test files selected');
    expect(output).toContain('noselect (an audit has turned the selection off)');
    expect(output).toContain('The selection is off for project a: an audit at ');
    expect(output).toContain('ran 2 of 2 test files');
  }
  const selection = await workspace.select();
  expect(selection.notes.join('\n')).toContain('(libs/a/hidden.test.ts)');
  expect(selection.selected.map(({ reason }) => reason)).toEqual(
    Array(2).fill('not skipped: an audit has turned the selection off'),
  );
  const [explained] = await workspace.explain('libs/a/sum.test.ts');
  expect(explained).toMatchObject({
    isSelected: true,
    reason: 'not skipped: an audit has turned the selection off',
  });

  expect(clearBreakers(paths(), readBreakers(paths(), Date.now()).breakers, Date.now())).toEqual([]);
  expect((await run()).report).toMatchObject({ selected: [], skipped: 2 });
});

test('with nocollect nothing is stored, and the miss and its exit code are the same', async () => {
  await run();
  const before = workspace.files.snapshot();
  const { exitCode, report, output } = await run({ audit: '100%', nocollect: true }, broken);
  expect(exitCode).toBe(2);
  expect(report.missed).toHaveLength(1);
  expect(output).toContain('audit: the selection stays on, because nothing is stored');
  expect(workspace.files.snapshot()).toEqual(before);
  expect((await run()).report).toMatchObject({ skipped: 2 });
});

test('a damaged breaker makes everything run, also read-only, and a breaker of another project does not', async () => {
  await run();
  workspace.files.write({ '.testmon/breakers/b.json': '{' });
  expect((await run()).report).toMatchObject({ skipped: 2 });
  workspace.files.write({ '.testmon/breakers/a.json': '{' });
  const before = workspace.files.snapshot();
  const { report, output } = await run({ nocollect: true });
  expect(report).toMatchObject({ breaker: true, skipped: 0 });
  expect(output).toContain("what an audit stored can't be read");
  expect(workspace.files.snapshot()).toEqual(before);
});

test('a flaky test file is not missed: it fails the run as usual', async () => {
  const marker = missing.outside('marker');
  const body = `if ({ ...process.env }['ONCE'] && !existsSync(${JSON.stringify(marker)})) { writeFileSync(${JSON.stringify(marker)}, ''); throw new Error('once'); }`;
  write('libs/a/flaky.test.ts', testOf(body, `import { existsSync, writeFileSync } from 'node:fs';`));
  await run();
  const once = await run({ audit: '100%' }, { ONCE: '1' });
  expect(once.exitCode).toBe(1);
  expect(once.output).toContain(
    'audit: libs/a/flaky.test.ts: failed, passed when run alone (probably flaky); not counted as missed',
  );
  expect(once.output).toContain('audit: 3 skipped test files ran; none missed');
  expect(once.report.missed).toEqual([]);
  expect(readBreakers(paths(), Date.now()).breakers).toEqual([]);
});

test('a known flaky test file is not missed, even if it fails twice', async () => {
  await run();
  // It fails with the same code that it passed with, as a flaky test file does.
  expect((await run({ noselect: true }, broken)).exitCode).toBe(1);
  expect((await run()).exitCode).toBe(0);
  const { exitCode, output } = await run({ audit: '100%' }, broken);
  expect(exitCode, output).toBe(1);
  expect(output).toContain('failed again when run alone, and is known to be flaky');
  expect(existsSync(workspace.files.path('.testmon/breakers'))).toBe(false);
});

test('a failing test file that is selected is not missed', async () => {
  await run();
  write('libs/a/sum.ts', `export const sum = (a: number, b: number) => a - b;`);
  const { exitCode, report, output } = await run({ audit: '100%' });
  expect(exitCode).toBe(1);
  expect(output).toContain('audit: 1 skipped test file ran; none missed');
  expect(report).toMatchObject({ audited: 1, missed: [], skipped: 1, total: 2 });
  expect(readBreakers(paths(), Date.now()).breakers).toEqual([]);
});

test('an audited test file whose process crashes is missed like one that fails', async () => {
  write(
    'libs/a/crash.test.ts',
    testOf(`if ({ ...process.env }['CRASH']) process.kill(process.pid, 'SIGKILL')`),
  );
  await run({ pool: 'forks' });
  const { exitCode, output } = await run({ audit: '100%', pool: 'forks' }, { CRASH: '1' });
  expect(exitCode, output).toBe(2);
  expect(output).toContain('MISSED libs/a/crash.test.ts: no result, failed again when run alone');
});

test('with verify, an audit adds the breaker, and a breaker does not prevent verify from comparing', async () => {
  await run();
  const both = await run({ audit: '5%', verify: true }, broken);
  expect(both.exitCode).toBe(2);
  expect(both.output).toContain('verify: 2 test files would have been skipped; 1 of them failed');
  expect(both.output).toContain('THE SELECTION IS NOW OFF');
  await run();
  const verified = await run({ verify: true });
  expect(verified.exitCode).toBe(0);
  expect(verified.output).toContain('verify: 2 test files would have been skipped; none failed');
  expect(verified.output).toContain('The selection is off for project a');
});

test('with a file filter and forceselect, the audit only covers the filtered test files', async () => {
  await run();
  const { exitCode, report, output } = await run({ audit: '100%', forceselect: true, _: ['sum'] });
  expect(exitCode, output).toBe(0);
  expect(report).toMatchObject({ audited: 1, skipped: 2 });
  const filtered = await run({ audit: '100%', _: ['sum'] });
  expect(filtered.output).toContain('audit: nothing to check, because nothing is skipped');
  expect(filtered.report.audited).toBeUndefined();
});
