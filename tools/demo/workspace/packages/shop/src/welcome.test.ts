import { expect, it } from 'vitest';
import { welcome } from './index';

it('welcomes by name', () => {
  expect(welcome('ada')).toBe('Hello Ada, welcome to the shop');
});
