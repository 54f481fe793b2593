import { describe, expect, it } from 'vitest';
import { isOfSystem, isOutsidePath, stateOfLargeFile, isInsidePath } from './outside-paths';

describe('a path outside the workspace', () => {
  it.each(['../a', '../../etc/hosts', '..', '../..', '../.config/x', '../a..b/c'])('is one: %s', (path) => {
    expect(isOutsidePath(path)).toBe(true);
  });

  it.each(['a', '/etc/hosts', '../a/../b', 'a/../../b', '.../a', '', '../a\\b', '../a\0', '../a/.', './..'])(
    'is none: %j',
    (path) => {
      expect(isOutsidePath(path)).toBe(false);
    },
  );

  it.each(['..', 'a/../b', 'a\\..\\b', '/a', '\\a', '\\\\server\\share', 'C:a', 'c:/a', 'a\0'])(
    'does not stay inside: %j',
    (path) => {
      expect(isInsidePath(path)).toBe(false);
    },
  );

  it.each(['a', '.', 'a/b.ts', 'a\\b.ts', '..a', 'a..', '.../a'])('stays inside: %j', (path) => {
    expect(isInsidePath(path)).toBe(true);
  });

  it('is not read in folders of the system', () => {
    expect(['/proc/self/stat', '/dev', '/usr/bin/ldd'].map(isOfSystem)).toEqual([true, true, true]);
    expect(['/etc/hosts', '/devices', '/user/a'].map(isOfSystem)).toEqual([false, false, false]);
  });

  it('counts by size and date if the file is large', () => {
    expect(stateOfLargeFile(1000, 1.5)).toBeUndefined();
    expect(stateOfLargeFile(20_000_000, 1.5)).toBe('large-20000000-1');
  });
});
