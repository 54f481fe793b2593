import { expect, test } from 'vitest';
import { mergeArgvOptions } from './merge-argv-options';

test('options that Nx dropped override those of the target', () => {
  const env = { NX_TESTMON_ARGV_OPTIONS: '{"nocollect":true,"environment":"ci"}' };
  expect(mergeArgvOptions({ environment: 'default', reporter: 'dot' }, env)).toEqual({
    environment: 'ci',
    reporter: 'dot',
    nocollect: true,
  });
});

test.each([{}, { NX_TESTMON_ARGV_OPTIONS: '' }])('with %j the options are unchanged', (env) => {
  expect(mergeArgvOptions({ reporter: 'dot' }, env)).toEqual({ reporter: 'dot' });
});

test.each(['{', '[]', '{"nocollect":{}}'])(
  'with unreadable options (%s) nothing is recorded, because they could contain nocollect',
  (text) => {
    expect(mergeArgvOptions({}, { NX_TESTMON_ARGV_OPTIONS: text })).toEqual({ nocollect: true });
  },
);
