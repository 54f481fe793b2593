import { describe, expect, it } from 'vitest';
import { compileAliases } from './compile-aliases';

describe('compileAliases', () => {
  it('takes the first that matches, whole or up to a slash', () => {
    const aliases = [
      { find: '@', pattern: false, replacement: 'src' },
      { find: '@/deep', pattern: false, replacement: 'never' },
    ];
    expect(compileAliases(aliases)('@')).toEqual(['src']);
    expect(compileAliases(aliases)('@/deep/a')).toEqual(['src/deep/a']);
    expect(compileAliases(aliases)('@other')).toEqual([]);
  });

  it('takes every alternative of one name', () => {
    const find = '^[\\s\\S]*?(?:^@/(.*)$)[\\s\\S]*$';
    const aliases = ['src/$1', 'lib/$1'].map((replacement) => ({ find, pattern: true, replacement }));
    const last = { find: '.*', pattern: true, replacement: 'never' };
    expect(compileAliases([...aliases, last])('@/a/b')).toEqual(['src/a/b', 'lib/a/b']);
  });

  it('replaces the whole name where the pattern is widened to it', () => {
    const aliases = [
      { find: '^[\\s\\S]*?(?:\\.(css|less)$)[\\s\\S]*$', pattern: true, replacement: 'identity-$1' },
    ];
    expect(compileAliases(aliases)('./styles/a.css')).toEqual(['identity-css']);
    expect(compileAliases(aliases)('./a.ts')).toEqual([]);
  });
});
