import { InstallationFolders } from '@nx-testmon/core';
import { describe, expect, test } from 'vitest';
import type { Disk } from './disk';
import { TargetLocator } from './target-locator';

/** A locator of the workspace `/w`, and the paths whose links it had to resolve. */
function createLocator(links: Record<string, string>, missing: Set<string> = new Set()) {
  const resolved: string[] = [];
  const disk = {
    real(path: string) {
      resolved.push(path);
      return links[path] ?? path;
    },
    exists: (path: string) => !missing.has(path),
    isLink: (path: string) => path in links,
  } as Partial<Disk> as Disk;
  return { locator: new TargetLocator('/w', new InstallationFolders(['.']), disk), resolved };
}

describe('a file of an installed package', () => {
  test('is located by its folder, whose links are resolved once', () => {
    const { locator, resolved } = createLocator({ '/w/node_modules/a': '/w/node_modules/.store/a' });
    const file = (name: string) => locator.locate(`/w/node_modules/a/${name}.js`);
    expect(file('one')).toMatchObject({ path: 'node_modules/.store/a/one.js', isInstalled: true });
    expect(file('two')).toMatchObject({ path: 'node_modules/.store/a/two.js', isInstalled: true });
    expect(resolved).toEqual(['/w/node_modules/a']);
  });

  test('may be a link itself', () => {
    const { locator } = createLocator({ '/w/node_modules/a/one.js': '/w/libs/a/one.js' });
    expect(locator.locate('/w/node_modules/a/one.js')).toMatchObject({ path: 'libs/a/one.js' });
  });

  test('is located again where its folder did not exist', () => {
    const links: Record<string, string> = {};
    const missing = new Set(['/w/node_modules/a']);
    const { locator } = createLocator(links, missing);
    const locate = () => locator.locate('/w/node_modules/a/one.js')?.path;
    expect(locate()).toBe('node_modules/a/one.js');
    missing.clear();
    links['/w/node_modules/a'] = '/w/libs/a';
    expect(locate()).toBe('libs/a/one.js');
  });
});

test('a loaded module stays where it was, until a folder is ignored', () => {
  const { locator } = createLocator({});
  const locate = () => locator.locateModule('file:///w/libs/a/one.js?v=1')?.path;
  expect([locate(), locate()]).toEqual(['libs/a/one.js', 'libs/a/one.js']);
  locator.ignore('/w/libs/a');
  expect(locate()).toBeUndefined();
  expect(locator.locateModule('node:fs')).toBeUndefined();
});
