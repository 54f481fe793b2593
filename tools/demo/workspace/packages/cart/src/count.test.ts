import { expect, it } from 'vitest';
import { count } from './index';

it('counts pieces', () => {
  expect(count({ pear: 2, plum: 3 })).toBe(5);
});
