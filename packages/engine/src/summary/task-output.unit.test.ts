import { formatMessageLine } from '@nx-testmon/core';
import { styleText } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSummaryLine, type TaskCounts } from './summary-line';
import { parseTaskOutput } from './task-output';

const cart = { project: 'cart', target: 'testmon' };
const numbers: TaskCounts = {
  ...{ total: 412, skipped: 409, savedMs: 238_000, durationMs: 31_400 },
  ...{ audited: 0, missed: 0, flaky: 0, dependents: 0, isOff: false },
};
const summary = formatSummaryLine(cart, numbers);
const imitation = formatMessageLine(formatSummaryLine(cart, { ...numbers, total: 9 }));

const printed = fc.array(
  fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      imitation,
      formatMessageLine('summary v1 cart:testmon total=many'),
      formatMessageLine('90 of 91 test files selected, about 9.0s saved, environment: other'),
      formatMessageLine('ran 90 of 91 test files in 9.0s, nothing saved, nothing new to store'),
    ),
  ),
);
const end = fc.constantFrom('\n', '\r\n', '\r\r\n');

test('the numbers are those of the last line, whatever comes before and in what colors', () => {
  fc.assert(
    fc.property(printed, end, fc.boolean(), (before, newLine, isDim) => {
      const own = isDim ? styleText('dim', summary, { validateStream: false }) : summary;
      const output = [...before, formatMessageLine(own), ''].join(newLine);
      expect(parseTaskOutput(`> nx run cart:testmon\n\n\r${output}`, cart)).toEqual({ numbers });
    }),
  );
});

test('what is printed below the line does not hide it', () => {
  const output = [summary, 'the report file could not be written'].map(formatMessageLine).join('\n');
  expect(parseTaskOutput(`${output}\n(node:1) Warning: late`, cart)).toEqual({ numbers });
});

test('the line of a task that tests have started is not that of their task', () => {
  const inner = formatMessageLine(formatSummaryLine({ ...cart, project: 'fixture' }, numbers));
  expect(parseTaskOutput(inner, cart)).toEqual({});
});

describe('a task has no numbers', () => {
  test.each([
    ['if it broke', ['Nothing can be run: why']],
    [
      'if an earlier version has printed its output',
      [
        '3 of 412 test files selected (2 changed modules), about 3m 58s saved, environment: default',
        'ran 3 of 412 test files in 31.4s, about 3m 58s saved, 23 facts stored',
      ],
    ],
    ['if another version has printed its output', ['summary v0 cart:testmon total=412 skipped=409']],
  ])('%s', (_, lines) => {
    expect(parseTaskOutput(lines.map(formatMessageLine).join('\n'), cart)).toEqual({});
  });

  test.each([
    '',
    'vitest run\n',
    `a ${formatMessageLine(summary)}`,
    `nx-${formatMessageLine(summary)}`,
    'built with testmon: yes',
  ])('and is none of nx-testmon where it prints %j', (output) =>
    expect(parseTaskOutput(output, cart)).toBeUndefined(),
  );
});
