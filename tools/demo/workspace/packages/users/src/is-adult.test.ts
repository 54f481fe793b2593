import { expect, it } from 'vitest';
import { isAdult } from './index';

it('is adult at 18', () => {
  expect([17, 18].map(isAdult)).toEqual([false, true]);
});
