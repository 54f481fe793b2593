import { expect, test } from 'vitest';
import { describeMinute } from './describe-minute';

test('a time is described to the minute, in UTC', () => {
  expect(describeMinute(Date.UTC(2026, 10, 30, 5, 12, 59, 999))).toBe('2026-11-30 05:12 UTC');
  expect(describeMinute(0)).toBe('1970-01-01 00:00 UTC');
});
