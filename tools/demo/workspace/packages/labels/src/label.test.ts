import { expect, it } from 'vitest';
import { label } from './index';

it('names and prices an article', () => {
  expect(label('grapefruit', { cents: 120, currency: 'EUR' })).toBe('grapefr…: 1.20 EUR');
});
