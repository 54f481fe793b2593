import { describe, expect, it } from 'vitest';
import { applyAliases } from './apply-aliases';

describe('applyAliases', () => {
  it('takes the first that matches, whole or up to a slash', () => {
    const aliases = [
      { find: '@', pattern: false, replacement: 'src' },
      { find: '@/deep', pattern: false, replacement: 'never' },
    ];
    expect(applyAliases(aliases, '@')).toEqual(['src']);
    expect(applyAliases(aliases, '@/deep/a')).toEqual(['src/deep/a']);
    expect(applyAliases(aliases, '@other')).toEqual([]);
  });

  it('takes every alternative of one name', () => {
    const find = '^[\\s\\S]*?(?:^@/(.*)$)[\\s\\S]*$';
    const aliases = ['src/$1', 'lib/$1'].map((replacement) => ({ find, pattern: true, replacement }));
    expect(applyAliases([...aliases, { find: '.*', pattern: true, replacement: 'never' }], '@/a/b')).toEqual([
      'src/a/b',
      'lib/a/b',
    ]);
  });

  it('replaces the whole name where the pattern is widened to it', () => {
    const aliases = [
      { find: '^[\\s\\S]*?(?:\\.(css|less)$)[\\s\\S]*$', pattern: true, replacement: 'identity-$1' },
    ];
    expect(applyAliases(aliases, './styles/a.css')).toEqual(['identity-css']);
    expect(applyAliases(aliases, './a.ts')).toEqual([]);
  });
});
