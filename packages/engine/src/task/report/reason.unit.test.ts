import { expect, test } from 'vitest';
import { describeDuration } from './reason';

test.each([
  [0, '0ms'],
  [999, '999ms'],
  [1000, '1.0s'],
  [31_400, '31.4s'],
  [60_000, '1m 0s'],
  [250_000, '4m 10s'],
  [3_600_000, '1h 0m'],
  [93_780_000, '26h 3m'],
])('%d ms are shown as %s', (ms, text) => expect(describeDuration(ms)).toBe(text));
