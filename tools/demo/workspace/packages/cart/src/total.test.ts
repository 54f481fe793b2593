import { expect, it } from 'vitest';
import { total } from './index';

it('adds all prices', () => {
  expect(
    total([
      { cents: 1, currency: 'EUR' },
      { cents: 2, currency: 'EUR' },
    ]).cents,
  ).toBe(3);
});
