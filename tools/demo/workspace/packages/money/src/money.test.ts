import { expect, it } from 'vitest';
import { Price } from './index';

it('prints a price', () => {
  expect(String(new Price({ cents: 1250, currency: 'EUR' }))).toBe('12.50 EUR');
});
