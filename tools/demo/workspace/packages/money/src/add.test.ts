import { expect, it } from 'vitest';
import { add } from './index';

it('adds cents', () => {
  expect(add({ cents: 150, currency: 'EUR' }, { cents: 50, currency: 'EUR' }).cents).toBe(200);
});
