import { expect, it } from 'vitest';
import { receipt } from './index';

it('lists articles and their total', () => {
  const articles = { pear: { cents: 100, currency: 'EUR' }, plum: { cents: 250, currency: 'EUR' } };
  expect(receipt(articles)).toEqual(['pear: 1.00 EUR', 'plum: 2.50 EUR', 'total: 3.50 EUR']);
});
