import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { createTaskWorkspace, type RawOptions, type TaskWorkspace } from '../../task.testing';

const hour = 3_600_000;
const year = 365 * 24 * hour;
let workspace: TaskWorkspace;
/** Outside of the workspace, so that the clock is not one of its files. */
let clock: TestWorkspace;
let offset = 0;

beforeEach(() => {
  clock = createWorkspace({
    'offset.txt': '0',
    // All processes of a run use the same wrong clock.
    'shift.mjs': `import { readFileSync } from 'node:fs';
const { now } = Date;
const offset = Number(readFileSync(new URL('offset.txt', import.meta.url), 'utf8'));
Date.now = () => now() + offset;`,
  });
  workspace = createTaskWorkspace({
    'libs/a/vitest.config.mts': 'export default { test: { include: ["*.test.ts"], pool: "forks" } };',
  });
  setClock(0);
});
afterEach(() => {
  workspace[Symbol.dispose]();
  clock[Symbol.dispose]();
});

/** @param ahead in ms */
function setClock(ahead: number): void {
  offset = ahead;
  writeFileSync(clock.path('offset.txt'), String(ahead));
}

/** Writes a test that only passes while the clock is before, or after, a time. */
function writeTest(comparison: 'toBeLessThan' | 'toBeGreaterThan', time: number): void {
  const body = `test('t', () => { expect(Date.now()).${comparison}(${time}); });`;
  workspace.files.write({ 'libs/a/t.test.ts': `import { expect, test } from 'vitest';\n${body}\n` });
}

function context() {
  const env = { NODE_OPTIONS: `--import ${pathToFileURL(clock.path('shift.mjs')).href}` };
  return { env, clock: () => Date.now() + offset };
}

/** The outcome of a run, and how many test files it selected. */
async function run(raw: RawOptions = {}): Promise<readonly [outcome: string, selected: number]> {
  const { report } = await workspace.run(raw, context());
  return [report.outcome, report.selected.length];
}

/** Why the test file would run now, or that it would not. */
async function decision(): Promise<string> {
  const { selected } = await workspace.select({}, context());
  return selected[0]?.decision.kind ?? 'skipped';
}

describe('a test file that passed while the clock was ahead and fails since the clock was corrected', () => {
  beforeEach(() => writeTest('toBeGreaterThan', Date.now() + hour));

  test('is selected as failed before', async () => {
    setClock(12 * hour);
    expect(await run()).toEqual(['passed', 1]);
    expect(await decision()).toBe('skipped');
    setClock(0);
    expect(await run({ noselect: true })).toEqual(['failed', 1]);
    expect(await decision()).toBe('failed-before');
    expect(await run()).toEqual(['failed', 1]);
  });

  test('runs if the clock was ahead by more than a day, and the run reports ignored passes', async () => {
    setClock(year);
    expect(await run()).toEqual(['passed', 1]);
    setClock(0);
    const { report, output } = await workspace.run({}, context());
    expect([report.outcome, report.selected.length]).toEqual(['failed', 1]);
    expect(output).toContain('Ignored 1 pass dated more than a day ahead of the clock. ');
    expect(await decision()).toBe('failed-before');
  });
});

test('a test file that failed while the clock was ahead runs once more, and is skipped after it passes', async () => {
  writeTest('toBeLessThan', Date.now() + hour);
  for (const ahead of [12 * hour, year]) {
    setClock(ahead);
    expect(await run({ noselect: true })).toEqual(['failed', 1]);
    setClock(0);
    expect(await decision()).toBe('failed-before');
    expect(await run()).toEqual(['passed', 1]);
    expect(await run()).toEqual(['passed', 0]);
  }
});

test('a failure with a slow clock is not hidden by an earlier pass', async () => {
  writeTest('toBeGreaterThan', Date.now() - hour);
  expect(await run()).toEqual(['passed', 1]);
  setClock(-year);
  expect(await run()).toEqual(['failed', 1]);
  setClock(0);
  expect(await decision()).toBe('failed-before');
});
