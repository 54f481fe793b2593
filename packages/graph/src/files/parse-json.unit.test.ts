import { expect, test } from 'vitest';
import { parseJson, parseJsonObject } from './parse-json';

test('comments and trailing commas are allowed, and strings that look like them are kept', () => {
  const text = '\ufeff{ // c\n "a": "// no, }", /* x */ "b": ["/* y */", "\\"//", ], }';
  expect(parseJson(text)).toEqual({ a: '// no, }', b: ['/* y */', '"//'] });
});

test('invalid JSON and values that are not objects differ from an empty object', () => {
  expect(parseJsonObject('{')).toBeUndefined();
  expect(parseJsonObject('[]')).toBeUndefined();
  expect(parseJsonObject('')).toBeUndefined();
  expect(parseJsonObject('{}')).toEqual({});
});

test('text that only resembles JSON with comments has no value', () => {
  for (const text of ['{ /* open', "{ 'a': 1 }", '{ "a": 1, , }', '{ "a" 1 } // c', '// only a comment'])
    expect(parseJson(text), text).toBeUndefined();
});
