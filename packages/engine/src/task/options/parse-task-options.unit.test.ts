import {
  namesOfOption,
  renderProblem,
  type TaskOptionEntry,
  taskOptionTable,
  variableOf,
} from '@nx-testmon/core';
import { describe, expect, it } from 'vitest';
import { type ParsedTaskOptions, parseTaskOptions } from './parse-task-options';

function options(raw: Record<string, unknown>, env: Record<string, string> = {}) {
  const parsed = parseTaskOptions(raw, env);
  if (!parsed.ok) throw new Error(parsed.problems.map(renderProblem).join('\n'));
  return parsed.options;
}

/** The problems as a user reads them; empty if the options are valid. */
function problemsOf(parsed: ParsedTaskOptions): string {
  return parsed.ok ? '' : parsed.problems.map(renderProblem).join('\n');
}

const table: readonly TaskOptionEntry[] = taskOptionTable;
/** Invalid values for each kind of option. */
const wrong: Readonly<Record<TaskOptionEntry['kind'], readonly unknown[]>> = {
  flag: ['perhaps', 7, null, {}, ['true']],
  text: ['', 7, true, ['a']],
  names: [7, true, [7], {}],
  choice: ['mocha', '', true],
  number: ['', 'often', '-1', '10', '1.5', -1, 10, 1.5, true, [1]],
  percentage: ['', 'some', '-1%', '101%', '5 %', '5%%', -1, 101, true, [5]],
};

const named = table.flatMap((entry) => namesOfOption(entry).map((name) => ({ name, entry })));

describe.each(named)('the option $name', ({ name, entry }) => {
  it.each(wrong[entry.kind])('refuses %j by name, and describes valid values', (value) => {
    const parsed = parseTaskOptions({ [name]: value }, {});
    expect(parsed).toMatchObject({ ok: false });
    expect(problemsOf(parsed)).toMatch(new RegExp(`^--${name} must be `));
  });
});

/** `NX_TESTMON` is the variable of `enabled`, not of `testmon`. */
const withVariable = named.filter(({ name }) => name !== 'testmon');

describe.each(withVariable.filter(({ entry }) => entry.kind !== 'names'))(
  'the variable of the option $name',
  ({ name, entry }) => {
    const texts = wrong[entry.kind].filter((value) => typeof value === 'string');

    it.each(texts)('refuses %j by its own name', (text) => {
      const parsed = parseTaskOptions({}, { [variableOf(name)]: text });
      expect(problemsOf(parsed)).toMatch(new RegExp(`^${variableOf(name)} must be `));
    });

    it('has texts that it must refuse', () => {
      expect(texts).not.toEqual([]);
    });
  },
);

it.each(withVariable.filter(({ entry }) => entry.kind === 'names'))(
  'the variable of the option $name accepts any text as a list of names',
  ({ name }) => {
    expect(options({}, { [variableOf(name)]: 'mocha, 7,,true ' })).toMatchObject({
      [name]: ['mocha', '7', 'true'],
    });
  },
);

describe('audit', () => {
  it.each([
    ['5%', 5],
    ['5', 5],
    [5, 5],
    ['0.5%', 0.5],
    ['100%', 100],
    ['0%', 0],
  ])('accepts %j as %d percent', (value, percent) => {
    expect(options({ audit: value }).audit).toBe(percent);
    expect(options({}, { NX_TESTMON_AUDIT: String(value) }).audit).toBe(percent);
  });

  it('contradicts noselect, unless it is off', () => {
    expect(problemsOf(parseTaskOptions({ audit: '5%', noselect: true }, {}))).toMatch(
      /^--audit and --noselect contradict each other/,
    );
    expect(options({ audit: '0', noselect: true })).toMatchObject({ audit: 0, select: false });
  });
});

describe('parseTaskOptions', () => {
  it('collects and selects by default', () => {
    expect(options({})).toMatchObject({
      collect: true,
      select: true,
      environment: 'default',
      runnerArguments: [],
    });
  });

  it('treats --nocollect and --no-collect as the same', () => {
    expect(options({ nocollect: true }).collect).toBe(false);
    expect(options({ collect: false }).collect).toBe(false);
    expect(options({ noselect: true }).select).toBe(false);
    expect(options({ select: false }).select).toBe(false);
  });

  it('reads every option from NX_TESTMON_ variables, which override it', () => {
    expect(options({}, { NX_TESTMON_NOCOLLECT: '1' }).collect).toBe(false);
    expect(options({ nocollect: true }, { NX_TESTMON_NOCOLLECT: '0' }).collect).toBe(true);
    expect(options({ collect: false }, { NX_TESTMON_NOCOLLECT: '0' }).collect).toBe(true);
    expect(options({ reportFile: 'a' }, { NX_TESTMON_REPORT_FILE: 'b' }).reportFile).toBe('b');
    expect(options({}, { NX_TESTMON_ENVIRONMENT_VARIABLES: 'TZ, LANG' }).environmentVariables).toEqual([
      'TZ',
      'LANG',
    ]);
  });

  it('passes everything unknown to the test runner unchanged', () => {
    const raw = {
      t: 'adds',
      reporter: ['dot', 'json'],
      coverage: { enabled: true },
      isolate: false,
      _: ['src/a.test.ts'],
    };
    expect(options(raw).runnerArguments).toEqual([
      '-t',
      'adds',
      '--reporter=dot',
      '--reporter=json',
      '--coverage.enabled',
      '--no-isolate',
      'src/a.test.ts',
    ]);
  });

  it('passes on values that are not texts, and never throws', () => {
    expect(options({ _: [{ toString: 1 }, 2, null] }).runnerArguments).toEqual([
      '{"toString":1}',
      '2',
      'null',
    ]);
  });

  it('treats NX_TESTMON=0, enabled: false and --no-testmon as the same', () => {
    expect(options({}).enabled).toBe(true);
    expect(options({ enabled: false }).enabled).toBe(false);
    expect(options({ testmon: false }).enabled).toBe(false);
    expect(options({}, { NX_TESTMON: '0' }).enabled).toBe(false);
    expect(options({ testmon: false }, { NX_TESTMON: '1' }).enabled).toBe(true);
  });

  it('refuses forceselect together with noselect', () => {
    expect(parseTaskOptions({ forceselect: true, noselect: true }, {})).toEqual({
      ok: false,
      problems: [{ kind: 'contradicting-options', option: 'forceselect' }],
    });
  });

  it('suggests our name for a similar one, and passes all others to the test runner', () => {
    const ask = (raw: Record<string, unknown>, env: Record<string, string> = {}) =>
      parseTaskOptions(raw, env);
    expect(problemsOf(ask({ nocolect: true }))).toBe('Unknown option --nocolect. Did you mean --nocollect?');
    expect(ask({ 'report-fil': 'a' })).toMatchObject({ ok: false });
    expect(problemsOf(ask({}, { NX_TESTMON_NOCOLECT: '1' }))).toBe(
      'Unknown environment variable NX_TESTMON_NOCOLECT. Did you mean NX_TESTMON_NOCOLLECT? Rename it or unset it.',
    );
    const runners = {
      t: 'x',
      silent: true,
      roots: 'a',
      project: 'a',
      preset: 'a',
      coverage: true,
      env: 'jsdom',
    };
    expect(ask(runners, { NX_TESTMON_EXEC_ID: 'a', NX_TESTMON_OTHER_THINGS: 'b' })).toMatchObject({
      ok: true,
    });
  });

  it('names the invalid option or variable, and describes valid values', () => {
    expect(problemsOf(parseTaskOptions({ nocollect: 'maybe' }, {}))).toContain(
      '--nocollect must be true or false',
    );
    expect(problemsOf(parseTaskOptions({}, { NX_TESTMON_TEST_RUNNER: 'mocha' }))).toContain(
      'NX_TESTMON_TEST_RUNNER must be auto, vitest, jest, or node',
    );
  });
});
