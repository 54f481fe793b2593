import * as v from 'valibot';
import { expect, test } from 'vitest';
import { dictionary } from './dictionary';

const texts = dictionary(v, v.string());

test('any name can be a key, even a name that every object has', () => {
  const values = { constructor: 'a', prototype: 'b', toString: 'c' };
  expect(v.parse(texts, values)).toEqual(values);
});

test('__proto__ is dropped, whatever its value is', () => {
  const parsed = v.parse(texts, JSON.parse('{"__proto__":{"polluted":"x"},"a":"b"}'));
  expect(Object.entries(parsed)).toEqual([['a', 'b']]);
  expect(parsed['polluted']).toBeUndefined();
});

test.each([[[]], [['a']], [null], ['a'], [1], [{ a: 1 }], [{ constructor: 1 }]])(
  '%j is not a dictionary of texts',
  (value) => expect(v.is(texts, value)).toBe(false),
);
