import { runInThisContext } from 'node:vm';
import { afterEach, describe, expect, it } from 'vitest';
import { createCallerFinder } from './find-caller';

const packages = {
  runner: String.raw`vitest|@vitest\/.+`,
  search: 'jest-resolve',
  manifests: 'browserslist',
  layers: 'graceful-fs|resolve',
};
const find = createCallerFinder(
  ['/own/dist'],
  packages,
  (file) => !file.includes('/fixtures/'),
  (file) => file.startsWith('/core/'),
);

/** Accesses a path from code of these files, the nearest first. */
function callerOf(files: readonly string[], nearest: () => unknown = () => find('/w/a.txt')) {
  const ask = files.reduce<() => unknown>((inner, filename) => {
    const call = runInThisContext('(inner) => inner()', { filename }) as (inner: () => unknown) => unknown;
    return () => call(inner);
  }, nearest);
  return ask();
}

const { stackTraceLimit } = Error;
afterEach(() => {
  Error.stackTraceLimit = stackTraceLimit;
  delete (Error as { prepareStackTrace?: unknown }).prepareStackTrace;
});

describe('the caller, by the nearest frame of the call stack', () => {
  it.each([
    ['/w/p/a.test.ts', 'other'],
    ['/w/node_modules/vitest/dist/index.js', 'runner'],
    ['/w/node_modules/@vitest/runner/dist/index.js', 'runner'],
    ['/w/node_modules/vitest-mock/index.js', 'other'],
    ['/w/fixtures/node_modules/vitest/index.js', 'other'],
    ['/w/node_modules/vitest/node_modules/left/index.js', 'other'],
    ['/w/node_modules/.pnpm/x@1/node_modules/@vitest/runner/index.js', 'runner'],
    ['/w/node_modules/jest-resolve/build/resolver.js', 'search'],
    ['/w/node_modules/browserslist/node.js', 'other'],
  ])('%s is %s', (file, by) => {
    expect(callerOf([file, '/w/far.js'])).toEqual({ by, file });
  });

  it('is nx-testmon itself in its own folders', () => {
    expect(callerOf(['/own/dist/child/run.js', '/w/far.js'])).toEqual({ by: 'own' });
  });

  it('is the code that calls other code of nx-testmon', () => {
    expect(callerOf(['/core/index.js', '/own/dist/child/run.js'])).toEqual({ by: 'own' });
    expect(callerOf(['/core/index.js', '/w/p/a.test.ts'])).toEqual({ by: 'other', file: '/w/p/a.test.ts' });
  });

  it("is the loader if Node's own loader accesses the path", () => {
    expect(callerOf(['node:internal/modules/cjs/loader', '/w/far.js'])).toEqual({ by: 'loader' });
  });

  it("is the test runner if Node's own test runner accesses the path, unless another one is used", () => {
    const files = ['node:internal/fs/glob', 'node:internal/test_runner/runner', '/w/far.js'];
    const findInMain = createCallerFinder(
      ['/own/dist'],
      { ...packages, builtins: 'node:internal/test_runner/' },
      () => true,
      () => false,
    );
    expect(callerOf(files, () => findInMain('/w/a.txt'))).toEqual({ by: 'runner' });
    expect(callerOf(['/w/reporter.js', ...files], () => findInMain('/w/a.txt'))).toMatchObject({
      by: 'other',
    });
    expect(callerOf(files)).toMatchObject({ by: 'other', file: '/w/far.js' });
  });

  it("is the code that makes Node's own loader load something, on request", () => {
    const through = (file: string) =>
      callerOf(['node:internal/modules/cjs/loader', file], () => find('/w/a.txt', { isThroughLoader: true }));
    expect(through('/w/p/a.test.ts')).toEqual({ by: 'other', file: '/w/p/a.test.ts', isThroughNode: true });
    expect(through('/own/dist/child/run.js')).toEqual({ by: 'own' });
  });

  it("skips Node's other code, and thin layers around the file system", () => {
    const files = ['node:fs', 'node:internal/fs/utils', '/w/node_modules/graceful-fs/polyfills.js'];
    expect(callerOf([...files, '/w/p/a.ts', '/w/far.js'])).toEqual({
      by: 'other',
      file: '/w/p/a.ts',
      isThroughNode: true,
    });
  });

  it('is the code that has modules searched by a commonly used package', () => {
    const sync = '/w/node_modules/resolve/lib/sync.js';
    const [resolver, plugin] = [
      '/w/node_modules/jest-resolve/index.js',
      '/w/node_modules/babel-plugin-x/index.js',
    ];
    expect(callerOf([sync, resolver])).toEqual({ by: 'search', file: resolver });
    expect(callerOf([sync, plugin])).toEqual({ by: 'other', file: plugin });
  });

  it('treats a module with a URL as its file', () => {
    expect(callerOf(['file:///w/p/a.mjs'])).toEqual({ by: 'other', file: '/w/p/a.mjs' });
  });

  it('is a search if a package reads manifests, which count by their own rules', () => {
    const file = '/w/node_modules/browserslist/node.js';
    expect(callerOf([file], () => find('/w/package.json'))).toEqual({ by: 'search', file });
  });

  it('skips the frames above the patched function', () => {
    const call = runInThisContext('(inner) => inner()', { filename: '/w/above.js' }) as (
      inner: () => unknown,
    ) => unknown;
    const patched = () => call(() => find('/w/a.txt', { calledBy: patched }));
    expect(callerOf(['/w/p/a.ts'], patched)).toEqual({ by: 'other', file: '/w/p/a.ts' });
    expect(callerOf(['/w/p/a.ts'], () => call(() => find('/w/a.txt')))).toMatchObject({
      file: '/w/above.js',
    });
  });

  it("does not depend on the user's limit of stack frames, and restores it", () => {
    Error.stackTraceLimit = 0;
    expect(callerOf(['/w/p/a.ts'])).toEqual({ by: 'other', file: '/w/p/a.ts' });
    expect(Error.stackTraceLimit).toBe(0);
  });

  it('is unknown while another stack is being prepared', () => {
    const found: unknown[] = [];
    Error.prepareStackTrace = () => void found.push(callerOf(['/w/p/a.ts']));
    expect(new Error('prepared').stack).toBeUndefined();
    expect(found).toEqual([{ by: 'other' }]);
  });

  it("does not call the user's `prepareStackTrace`, and keeps it", () => {
    const prepare = () => {
      throw new Error('called');
    };
    Error.prepareStackTrace = prepare;
    expect(callerOf(['/w/p/a.ts'])).toEqual({ by: 'other', file: '/w/p/a.ts' });
    expect(Error).toHaveProperty('prepareStackTrace', prepare);
  });
});
