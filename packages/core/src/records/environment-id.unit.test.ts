import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digest } from '../model/digest';
import { formatEnvironmentId, parseEnvironmentId } from './environment-id';

/** Names with the separator of the text, in every position. */
const name = fc.array(fc.oneof(fc.constant('@'), fc.string({ maxLength: 4 })), { maxLength: 5 });

test('parsing what was formatted gives the same id, for every name and digest', () => {
  fc.assert(
    fc.property(name, fc.string(), (parts, digested) => {
      const id = { name: parts.join(''), digest: digest(digested) };
      expect(parseEnvironmentId(formatEnvironmentId(id))).toEqual(id);
    }),
  );
});

test('formatting what was parsed gives the same text, and a text without a digest is not parsed', () => {
  for (const text of ['default@0123', 'db@15@0123', '@0123', 'default@'])
    expect(formatEnvironmentId(parseEnvironmentId(text)!)).toBe(text);
  for (const text of ['', 'default']) expect(parseEnvironmentId(text)).toBeUndefined();
});

test('the text of an id keeps its stored form', () => {
  expect(formatEnvironmentId({ name: 'db@15', digest: 'AAAAAAAAAAAAAAA_' })).toBe('db@15@AAAAAAAAAAAAAAA_');
});
