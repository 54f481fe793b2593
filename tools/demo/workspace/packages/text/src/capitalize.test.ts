import { expect, it } from 'vitest';
import { capitalize } from './index';

it('capitalizes the first letter', () => {
  expect(capitalize('pear')).toBe('Pear');
});
