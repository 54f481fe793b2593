import { describe, expect, it } from 'vitest';
import { parseTaskOptions } from './options';

function options(raw: Record<string, unknown>, env: Record<string, string> = {}) {
  const parsed = parseTaskOptions(raw, env);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.options;
}

describe('parseTaskOptions', () => {
  it('collects and selects unless told otherwise', () => {
    expect(options({})).toMatchObject({
      collect: true,
      select: true,
      environment: 'default',
      runnerArguments: [],
    });
  });

  it('takes --nocollect and --no-collect for the same', () => {
    expect(options({ nocollect: true }).collect).toBe(false);
    expect(options({ collect: false }).collect).toBe(false);
    expect(options({ noselect: true }).select).toBe(false);
    expect(options({ select: false }).select).toBe(false);
  });

  it('reads every option from NX_TESTMON_ variables, which win', () => {
    expect(options({}, { NX_TESTMON_NOCOLLECT: '1' }).collect).toBe(false);
    expect(options({ nocollect: true }, { NX_TESTMON_NOCOLLECT: '0' }).collect).toBe(true);
    expect(options({ collect: false }, { NX_TESTMON_NOCOLLECT: '0' }).collect).toBe(true);
    expect(options({ reportFile: 'a' }, { NX_TESTMON_REPORT_FILE: 'b' }).reportFile).toBe('b');
    expect(options({}, { NX_TESTMON_ENVIRONMENT_VARIABLES: 'TZ, LANG' }).environmentVariables).toEqual([
      'TZ',
      'LANG',
    ]);
  });

  it('hands everything unknown to the runner as it was written', () => {
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

  it('names the option or variable that is wrong, and what it must be', () => {
    expect(parseTaskOptions({ nocollect: 'maybe' }, {})).toMatchObject({
      ok: false,
      problem: expect.stringContaining('--nocollect: must be true or false'),
    });
    expect(parseTaskOptions({}, { NX_TESTMON_TEST_RUNNER: 'mocha' })).toMatchObject({
      ok: false,
      problem: expect.stringContaining('NX_TESTMON_TEST_RUNNER: must be auto or vitest'),
    });
  });
});
