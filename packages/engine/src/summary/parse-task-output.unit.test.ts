import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FallbackKind } from '@nx-testmon/core';
import type { SelectionOfRun } from '../task/select-tests/apply-file-filter';
import type { DecidedTestFile } from '../task/select-tests/decide-test-files';
import type { FullRunReason } from '../task/select-tests/full-run-reason';
import type { Task } from '../task/task';
import { auditLines, breakerLines } from '../task/report/audit';
import { closingLine } from '../task/report/closing-line';
import type { FlakyInRun } from '../task/report/find-flaky-of-run';
import { flakyLines } from '../task/report/flaky';
import { fallbackLine, headerLine } from '../task/report/header';
import { describeDuration, parseDuration } from '../task/report/reason';
import type { TaskResult } from '../task/report/task-result';
import { verificationLines } from '../task/report/verification';
import { parseTaskOutput } from './parse-task-output';

interface RandomTask {
  readonly selected: readonly boolean[];
  readonly skipped: readonly boolean[];
  readonly inOtherShards: readonly boolean[];
  readonly savedMs: number;
  readonly durationMs: number;
  readonly environment: string;
  readonly collect: boolean;
  readonly fullRunReason: FullRunReason | undefined;
  /** The number of skipped test files that failed; absent without verify or audit. */
  readonly missed: number | undefined;
  /** The number of audited test files. */
  readonly audited: number;
  /** The number of flaky test files. */
  readonly flaky: number;
  readonly printed: string;
  readonly outcome: 'passed' | 'interrupted';
}

const randomTask: fc.Arbitrary<RandomTask> = fc.record({
  selected: fc.array(fc.boolean(), { maxLength: 12 }),
  skipped: fc.array(fc.boolean(), { maxLength: 12 }),
  inOtherShards: fc.array(fc.boolean(), { maxLength: 2 }),
  savedMs: fc.integer({ min: 0, max: 20_000_000 }),
  durationMs: fc.integer({ min: 0, max: 20_000_000 }),
  environment: fc.string(),
  collect: fc.boolean(),
  fullRunReason: fc.constantFrom(
    undefined,
    undefined,
    'noselect',
    'test-name-filter',
    'named-test-files',
    'update',
    'breaker',
  ),
  missed: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
  audited: fc.nat({ max: 3 }),
  flaky: fc.nat({ max: 12 }),
  outcome: fc.constantFrom('passed', 'interrupted'),
  printed: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'testmon: 90 of 91 test files selected, about 9.0s saved, environment: other',
      'testmon: ran 90 of 91 test files in 9.0s, nothing saved, nothing new to store',
      'testmon: audit: 7 skipped test files ran; 6 missed',
      'testmon: 9 of 9 test files depend on more than they execute and read: x (1)',
      'testmon: flaky: 9 test files of this run passed and failed with the same code; `testmon flaky` lists all',
    ),
  ),
});

const kind: FallbackKind = 'coverage';

function decided(path: string, hasFallback: boolean, selects: boolean): DecidedTestFile {
  return {
    testFile: { suite: 'a', path },
    decision: selects ? { kind: 'new' } : { kind: 'skipped', savedMs: 1, seeded: false, fact: 0 as never },
    isTraversed: true,
    fallbacks: hasFallback ? [{ kind }] : [],
    lastRun: undefined,
  } as DecidedTestFile;
}

/** The number of audited test files; 0 if everything runs. */
function auditedOf({
  audited,
  skipped,
  missed,
  fullRunReason,
}: Pick<RandomTask, 'audited' | 'skipped' | 'missed' | 'fullRunReason'>): number {
  return missed === undefined && fullRunReason === undefined ? Math.min(audited, skipped.length) : 0;
}

/** The lines of a task, as `report-task.ts` prints them. */
function linesOf({ savedMs, durationMs, environment, collect, printed, ...of }: RandomTask): string[] {
  const { fullRunReason } = of;
  const skips = of.skipped.map((has, at) => decided(`s${at}.test.ts`, has, false));
  const selects = of.selected.map((has, at) => decided(`${at}.test.ts`, has, true));
  const verifies = of.missed !== undefined && fullRunReason === undefined;
  const selection: SelectionOfRun = {
    selected: fullRunReason === undefined ? selects : [...selects, ...skips],
    skipped: fullRunReason === undefined ? skips : [],
    outsideFilter: [],
    inOtherShards: of.inOtherShards.map((has, at) => decided(`o${at}.test.ts`, has, true)),
    fullRunReason,
    fileFilter: fullRunReason === 'named-test-files' ? fullRunReason : undefined,
    audited: skips.slice(0, auditedOf(of)),
    order: [],
    savedMs: fullRunReason === undefined ? savedMs : 0,
  };
  const task = { options: { collect, verify: verifies, forceselect: false, environment } };
  const saved = verifies ? 0 : selection.savedMs;
  const executed = selects.length + (verifies || fullRunReason !== undefined ? skips.length : 0);
  const run = { results: Array(executed).fill({}), outcome: of.outcome };
  const result = { selection, run, durationMs, savedMs: saved };
  const fallbacks = fallbackLine(selection);
  return [
    headerLine(task as Task, selection),
    ...(fallbacks === undefined ? [] : [fallbacks]),
    printed.replace(/^testmon: /, ''),
    closingLine({ ...result, savedBeforeMs: 5, recorded: undefined } as unknown as TaskResult),
    ...flakyLines(Array<FlakyInRun>(of.flaky).fill(flakyInRun)),
    ...(verifies ? verificationLines(verificationOf('verify', skips.length, of.missed ?? 0)) : []),
    ...(selection.audited.length > 0
      ? [
          ...auditLines(verificationOf('audit', selection.audited.length, 1)),
          ...breakerLines({ kind: 'not-collecting' }, 'a'),
        ]
      : []),
  ];
}

const flakyInRun: FlakyInRun = {
  flaky: {
    testFile: { suite: 'a:', path: 'a.test.ts' },
    ...{ environments: ['default'], failures: 1, passes: 1, codes: 1 },
    ...{ firstFailedAt: 2, lastFailedAt: 2 },
    firstDifference: { outcome: 'failed', endedAt: 2, formerAt: 1 },
    failedTests: [],
  },
  outcome: 'failed',
  failedTests: ['adds'],
};

function verificationOf(
  mode: 'verify' | 'audit',
  compared: number,
  missed: number,
): Parameters<typeof verificationLines>[0] {
  const evidence = {
    failsAgain: false,
    otherCause: undefined,
    ended: true,
    file: decided('s.test.ts', false, false),
    dependencies: { hashes: new Map(), modules: new Set() },
    fact: undefined,
    changed: undefined,
  };
  return {
    kind: 'verified',
    mode,
    compared,
    executed: compared,
    notRun: 0,
    lostAndPassing: 0,
    hasUnattributedErrors: false,
    missed: Array(missed).fill(evidence) as never,
  };
}

const countOf = (some: readonly boolean[]) => some.filter(Boolean).length;

test('the numbers of every task are read from the lines that it prints', () => {
  fc.assert(
    fc.property(randomTask, (of) => {
      const { selected, skipped, missed, fullRunReason, savedMs, durationMs } = of;
      const output = linesOf(of)
        .map((line) => `testmon: ${line}\r\n`)
        .join('');
      const verifies = missed !== undefined && fullRunReason === undefined;
      const skips = fullRunReason === undefined && !verifies;
      const parsed = parseTaskOutput(`> nx run a:testmon\n\n\r${output}`);
      expect(parsed?.files).toMatchObject({
        total: selected.length + skipped.length,
        skipped: skips ? skipped.length - auditedOf(of) : 0,
        audited: auditedOf(of),
        isOff: fullRunReason === 'breaker',
        missed: verifies ? missed : auditedOf(of) > 0 ? 1 : 0,
        flaky: of.flaky,
        dependents: countOf([...selected, ...skipped, ...of.inOtherShards]),
      });
      expect(parsed?.durationMs).toBe(parseDuration(describeDuration(durationMs)));
      expect(parsed?.files?.savedMs).toBe(skips ? parseDuration(describeDuration(savedMs)) : 0);
    }),
  );
});

test('a duration is read as precisely as it is written', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e9 }), (ms) => {
      const unit = ms < 1000 ? 1 : ms < 60_000 ? 100 : ms < 3_599_500 ? 1000 : 60_000;
      expect(Math.abs(parseDuration(describeDuration(ms)) - ms)).toBeLessThanOrEqual(unit);
    }),
  );
});

describe('a task without a selection', () => {
  test('has no numbers', () => {
    expect(parseTaskOutput('testmon: Nothing can be run: why\n')).toEqual({ durationMs: 0 });
  });

  test.each([
    '',
    'vitest run\n',
    'a testmon: 1 of 2 test files selected, environment: default',
    'nx-testmon: 1 of 2',
  ])('is not from nx-testmon if it prints %j', (output) => expect(parseTaskOutput(output)).toBeUndefined());
});
