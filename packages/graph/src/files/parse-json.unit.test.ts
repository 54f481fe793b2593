import { expect, test } from 'vitest';
import { parseJson, parseJsonObject } from './parse-json';

test('comments and trailing commas are allowed, and strings that look like them stay', () => {
  const text = '\ufeff{ // c\n "a": "// no, }", /* x */ "b": ["/* y */", "\\"//", ], }';
  expect(parseJson(text)).toEqual({ a: '// no, }', b: ['/* y */', '"//'] });
});

test('what is no JSON, or no object, is told apart from an empty one', () => {
  expect(parseJsonObject('{')).toBeUndefined();
  expect(parseJsonObject('[]')).toBeUndefined();
  expect(parseJsonObject('')).toBeUndefined();
  expect(parseJsonObject('{}')).toEqual({});
});

test('what looks like JSON with comments and is none has no value', () => {
  for (const text of ['{ /* open', "{ 'a': 1 }", '{ "a": 1, , }', '{ "a" 1 } // c', '// only a comment'])
    expect(parseJson(text), text).toBeUndefined();
});
