import { expect, it } from 'vitest';
import { truncate } from './index';

it('keeps short text, and cuts long text', () => {
  expect(truncate('pear', 4)).toBe('pear');
  expect(truncate('grapefruit', 5)).toBe('grap…');
});
