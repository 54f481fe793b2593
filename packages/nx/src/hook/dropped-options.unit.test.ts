import { expect, test } from 'vitest';
import { findDroppedOptions } from './dropped-options';

const before = ['/bin/node', '/w/node_modules/.bin/nx', 'run-many', '-t', 'testmon'];

test.each([
  [['--nocollect'], { nocollect: true }],
  [['--no-collect'], { collect: false }],
  [['--noCollect'], {}],
  [['--noselect', '--nocollect=false'], { noselect: true, nocollect: false }],
  [['--collect', 'false', '--select', 'true'], { collect: false, select: true }],
  [['--testRunner', 'vitest', '--report-file=out.jsonl'], { testRunner: 'vitest', reportFile: 'out.jsonl' }],
  [
    ['--environmentVariables=A,B', '--environment', 'db=15'],
    { environmentVariables: 'A,B', environment: 'db=15' },
  ],
  [['--parallel=3', '--outputStyle', 'static', '--configuration=ci'], {}],
  [['--config'], {}],
])('%j before "--" is kept as %j', (options, expected) => {
  expect(findDroppedOptions([...before, ...options, '--', '--reporter=dot'])).toEqual(expected);
});

test('without "--" Nx passes everything on itself, including what comes after it', () => {
  expect(findDroppedOptions([...before, '--nocollect'])).toEqual({});
  expect(findDroppedOptions([...before, '--', '--nocollect'])).toEqual({});
});
