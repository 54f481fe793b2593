import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, expect, test, vi } from 'vitest';
import { createDim } from './dim';

afterEach(() => vi.unstubAllEnvs());

test('a text is less visible where Nx asks for colors', () => {
  vi.stubEnv('FORCE_COLOR', 'true');
  const dimmed = createDim({}, process.stdout)('text');
  expect(dimmed).not.toBe('text');
  expect(stripVTControlCharacters(dimmed)).toBe('text');
});

test('NO_COLOR wins over the variable that Nx sets', () => {
  vi.stubEnv('FORCE_COLOR', 'true');
  expect(createDim({ NO_COLOR: '1' }, process.stdout)('text')).toBe('text');
});

test('a pipe has no colors by itself', () => {
  vi.stubEnv('FORCE_COLOR', undefined);
  expect(createDim({}, new PassThrough())('text')).toBe('text');
});
