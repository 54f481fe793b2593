import { expect, it } from 'vitest';
import { greeting } from './index';

it('greets by name', () => {
  expect(greeting('ada')).toBe('Hello Ada');
});
