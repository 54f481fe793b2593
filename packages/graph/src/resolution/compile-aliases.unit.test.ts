import { describe, expect, it } from 'vitest';
import { compileAliases } from './compile-aliases';

describe('compileAliases', () => {
  it('uses the first match, of the whole specifier or a prefix that ends at a slash', () => {
    const aliases = [
      { find: '@', pattern: false, replacement: 'src' },
      { find: '@/deep', pattern: false, replacement: 'never' },
    ];
    expect(compileAliases(aliases)('@')).toEqual(['src']);
    expect(compileAliases(aliases)('@/deep/a')).toEqual(['src/deep/a']);
    expect(compileAliases(aliases)('@other')).toEqual([]);
  });

  it('uses all alternatives of one pattern', () => {
    const find = '^[\\s\\S]*?(?:^@/(.*)$)[\\s\\S]*$';
    const aliases = ['src/$1', 'lib/$1'].map((replacement) => ({ find, pattern: true, replacement }));
    const last = { find: '.*', pattern: true, replacement: 'never' };
    expect(compileAliases([...aliases, last])('@/a/b')).toEqual(['src/a/b', 'lib/a/b']);
  });

  it('replaces the whole specifier if the pattern matches all of it', () => {
    const aliases = [
      { find: '^[\\s\\S]*?(?:\\.(css|less)$)[\\s\\S]*$', pattern: true, replacement: 'identity-$1' },
    ];
    expect(compileAliases(aliases)('./styles/a.css')).toEqual(['identity-css']);
    expect(compileAliases(aliases)('./a.ts')).toEqual([]);
  });
});
