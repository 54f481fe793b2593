import { expect, test } from 'vitest';
import { appendInJson, withIgnoredStore, parseJsonText, setInJson, withoutIgnoredStore } from '.';

test('setting, adding and deleting a value restores a JSON text', () => {
  for (const text of [
    '{\n\t"a": 1, // ours\n\t"b": [\n\t\t"x"\n\t]\n}\n',
    '{\r\n    "a": 1,\r\n    "b": [\r\n        "x"\r\n    ]\r\n}\r\n',
  ]) {
    const set = setInJson(text, ['scripts', 'test'], 'testmon run');
    expect(parseJsonText(set)).toEqual({ a: 1, b: ['x'], scripts: { test: 'testmon run' } });
    expect(setInJson(set, ['scripts'], undefined)).toBe(text);
    expect(parseJsonText(appendInJson(text, ['b'], 'y'))).toEqual({ a: 1, b: ['x', 'y'] });
    expect(parseJsonText(appendInJson(text, ['c'], 'y'))).toMatchObject({ c: ['y'] });
    expect(set.replaceAll('\r\n', '')).not.toContain(text.includes('\r\n') ? '\n' : '\r');
  }
});

test('a text that is not JSON has no value', () => {
  expect(parseJsonText('{ "a": ')).toBeUndefined();
  expect(parseJsonText('{ "a": [1,], }')).toEqual({ a: [1] });
});

test('the store is ignored once, and no longer after it is removed', () => {
  for (const text of ['', 'dist\n', 'dist\r\n# .testmon/\r\n']) {
    const ignored = withIgnoredStore(text);
    expect(ignored).toBe(`${text}.testmon/${text.includes('\r\n') ? '\r\n' : '\n'}`);
    expect(withIgnoredStore(ignored)).toBe(ignored);
    expect(withoutIgnoredStore(ignored)).toBe(text);
  }
  expect(withIgnoredStore('dist')).toBe('dist\n.testmon/\n');
  for (const line of ['.testmon', '/.testmon/', '**/.testmon', '.testmon/**'])
    expect(withoutIgnoredStore(`a\n${line}\nb`)).toBe('a\nb');
});
