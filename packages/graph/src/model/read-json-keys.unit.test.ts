import { describe, expect, it } from 'vitest';
import { block, read } from './model.testing';

const keys = (text: string) => read(text, 'package.json').keys;

describe('keys of a JSON file', () => {
  it('have the digests of their values, independent of white space', () => {
    const before = keys('{"name":"a","version":"1","exports":{"b":1,"c":2}}')!;
    expect(Object.keys(before)).toEqual(['name', 'version', 'exports']);
    expect(keys('{ "name": "a", "version": "1", "exports": { "b": 1, "c": 2 } }')).toEqual(before);
    const after = keys('{"name":"a","version":"2","exports":{"c":2,"b":1}}')!;
    expect(after['name']).toBe(before['name']);
    expect(after['version']).not.toBe(before['version']);
    expect(after['exports']).not.toBe(before['exports']);
  });

  it.each(['[1]', '"a"', 'null', '{"a":1,}', '{"__proto__":1}', ''])('are not read of %s', (text) => {
    expect(keys(text)).toBeUndefined();
  });

  it('are referenced by the members of a default import of a JSON file, and of no other import', () => {
    const model = read(
      "import pkg from './package.json';\nimport raw from './package.json?raw';\nimport a from './a';\n" +
        'export const f = () => pkg.version; export const g = () => [raw.length, a.b, pkg];',
    );
    expect(block(model, 'f()').references).toEqual([{ name: 'pkg', use: 'value', member: 'version' }]);
    expect(block(model, 'g()').references).toEqual([
      { name: 'raw', use: 'value' },
      { name: 'a', use: 'value' },
      { name: 'pkg', use: 'value' },
    ]);
  });
});
