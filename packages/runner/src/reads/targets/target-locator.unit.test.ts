import { InstallationFolders } from '@nx-testmon/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Disk } from './disk';
import { TargetLocator } from './target-locator';

/** A locator of the workspace `/w`, and the paths whose links it had to resolve. */
function createLocator(links: Record<string, string>, missing: Set<string> = new Set()) {
  const resolved: string[] = [];
  const isMissing = (path: string) => [...missing].some((one) => path === one || path.startsWith(`${one}/`));
  const disk = {
    real(path: string) {
      resolved.push(path);
      return links[path] ?? path;
    },
    exists: (path: string) => !isMissing(path),
    isLink: (path: string) => (isMissing(path) ? undefined : path in links),
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

  test('is known from then on, until something is written there', () => {
    const links: Record<string, string> = {};
    const { locator } = createLocator(links);
    const locate = () => locator.locate('/w/node_modules/a/one.js')?.path;
    expect(locator.knownInstalled('/w/node_modules/a/one.js')).toBeUndefined();
    expect(locate()).toBe('node_modules/a/one.js');
    expect(locator.knownInstalled('/w/node_modules/a/one.js')?.path).toBe('node_modules/a/one.js');
    links['/w/node_modules/a/one.js'] = '/w/libs/a/one.js';
    expect(locate()).toBe('node_modules/a/one.js');
    locator.installedChanged();
    expect(locator.knownInstalled('/w/node_modules/a/one.js')).toBeUndefined();
    expect(locate()).toBe('libs/a/one.js');
  });

  test('is known by its URL after it is loaded as a module', () => {
    const { locator } = createLocator({});
    const url = new URL('file:///w/node_modules/a/one.js');
    expect(locator.locate(url)?.path).toBe('node_modules/a/one.js');
    expect(locator.knownInstalled(url)).toBeUndefined();
    const target = locator.locateModule(url.href);
    expect(locator.knownInstalled(url)).toBe(target);
    expect(locator.knownInstalled(url.href)).toBeUndefined();
    locator.installedChanged();
    expect(locator.knownInstalled(url)).toBeUndefined();
  });

  test('is not known while it is missing, or a link', () => {
    const missing = new Set(['/w/node_modules/a/one.js']);
    const { locator } = createLocator({ '/w/node_modules/a/two.js': '/w/node_modules/b/two.js' }, missing);
    for (const path of ['/w/node_modules/a/one.js', '/w/node_modules/a/two.js']) {
      expect(locator.locate(path)?.isInstalled).toBe(true);
      expect(locator.knownInstalled(path)).toBeUndefined();
    }
  });

  test('is located again if its folder did not exist', () => {
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

test('a loaded module keeps its target, until a folder is ignored', () => {
  const { locator } = createLocator({});
  const locate = () => locator.locateModule('file:///w/libs/a/one.js?v=1')?.path;
  expect([locate(), locate()]).toEqual(['libs/a/one.js', 'libs/a/one.js']);
  locator.ignore('/w/libs/a');
  expect(locate()).toBeUndefined();
  expect(locator.locateModule('node:fs')).toBeUndefined();
});

test('earlier results do not decide where a path leads', () => {
  const name = fc.constantFrom('node_modules', 'a', '@s', '.bin', 'x.js', 'libs');
  const path = fc.array(name, { minLength: 1, maxLength: 6 }).map((names) => `/w/${names.join('/')}`);
  const links = fc.dictionary(path, path, { maxKeys: 3 });
  fc.assert(
    fc.property(
      fc.array(path, { maxLength: 8 }),
      path,
      links,
      fc.option(path),
      (earlier, last, to, ignored) => {
        const locate = (paths: readonly string[]) => {
          const { locator } = createLocator(to);
          if (ignored !== null) locator.ignore(ignored);
          return paths.map((one) => locator.locate(one)).at(-1);
        };
        const siblings = [...earlier, `${last}/../y.js`, `${last}/../a`];
        expect(locate([...siblings, last])).toEqual(locate([last]));
      },
    ),
    { numRuns: 2000 },
  );
});
