import { expect, it } from 'vitest';
import { capitalize } from './index';

it('raises the first letter', () => {
  expect(capitalize('pear')).toBe('Pear');
});
