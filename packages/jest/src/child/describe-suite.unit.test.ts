import { expect, test } from 'vitest';
import { describeSuite } from './describe-suite';
import type { GlobalConfig, ProjectConfig } from './jest-api';

const plain: ProjectConfig = {
  id: 'id',
  rootDir: '/w/app',
  roots: ['/w/app/src'],
  testMatch: ['/w/app/**/*.test.js'],
  testRegex: [],
  testPathIgnorePatterns: ['/node_modules/'],
  modulePathIgnorePatterns: ['/w/app/dist'],
  moduleFileExtensions: ['js', 'ts'],
  cacheDirectory: '/tmp/jest',
  testRunner: '/w/node_modules/jest-circus/runner.js',
  transform: [],
};

const describe = (changes: Partial<ProjectConfig>, globalConfig: Partial<GlobalConfig> = {}) =>
  describeSuite(
    '/w',
    { testSequencer: '/w/node_modules/@jest/test-sequencer/build/index.js', ...globalConfig },
    { config: { ...plain, ...changes }, suite: 'app:jest.config.js', runnerProject: '' },
  );

test('patterns of absolute paths are valid on every machine', async () => {
  const { search, root } = await describe({});
  expect(root).toBe('app');
  expect(search).toEqual({
    roots: ['app/src'],
    extensions: ['.js', '.ts'],
    testMatch: ['<workspace>/app/**/*.test.js'],
    testRegex: [],
    ignore: ['/node_modules/', '<workspace>/app/dist'],
  });
});

test('extensions of a platform come before the plain ones, and do not apply to test files', async () => {
  const { extensions, search } = await describe({
    haste: { defaultPlatform: 'ios', platforms: ['android', 'ios', 'native'] },
  });
  expect(extensions).toEqual(['.ios.js', '.ios.ts', '.native.js', '.native.ts', '.js', '.ts']);
  expect(search?.extensions).toEqual(['.js', '.ts']);
  expect((await describe({ haste: { platforms: ['ios'] } })).extensions).toEqual(['.js', '.ts']);
});

test('every module that Jest loads around the tests is setup: a path in the workspace, or a package', async () => {
  const { setup, setupFiles } = await describe(
    {
      setupFiles: ['/w/app/setup.js'],
      setupFilesAfterEnv: ['/w/app/setup.js', '/w/node_modules/@acme/matchers/index.js'],
      globalSetup: '/w/app/global.js',
      testEnvironment: '/w/node_modules/jest-environment-jsdom/build/index.js',
      transform: [['\\.ts$', '/w/app/transformer.js', {}]],
    },
    { reporters: [['default'], ['/w/app/reporter.js', {}]] },
  );
  expect(setupFiles).toEqual(['app/setup.js', '@acme/matchers']);
  expect(setup).toEqual([
    'app/global.js',
    'jest-environment-jsdom',
    'jest-circus',
    'app/transformer.js',
    '@jest/test-sequencer',
    'app/reporter.js',
  ]);
});

test('moduleNameMapper replaces the whole name, with the groups of its pattern', async () => {
  const { aliases } = await describe({
    moduleNameMapper: [
      ['^~/(.*)$', ['/w/app/src/$1', '/w/app/lib/$1']],
      ['\\.css$', 'identity$obj'],
    ],
  });
  expect(aliases.map(({ replacement }) => replacement)).toEqual([
    'app/src/$1',
    'app/lib/$1',
    'identity$$obj',
  ]);
  const resolve = (name: string) =>
    aliases
      .filter(({ find }) => new RegExp(find).test(name))
      .map(({ find, replacement }) => name.replace(new RegExp(find), replacement));
  expect(resolve('~/sum')).toEqual(['app/src/sum', 'app/lib/sum']);
  expect(resolve('./deep/style.css')).toEqual(['identity$obj']);
});

test('export conditions are those of the configuration and of both environments', async () => {
  const { conditions } = await describe({
    testEnvironmentOptions: { customExportConditions: ['source', 'node', 7] },
  });
  expect(conditions).toEqual(['source', 'node', 'node-addons', 'browser']);
});

test('options that change which modules a test gets are part of the suite', async () => {
  expect(await describe({ automock: true })).toMatchObject({ automock: true, mockRoots: ['app/src'] });
  expect(await describe({})).not.toHaveProperty('automock');
  expect(
    await describe({ modulePaths: ['/w/app/lib'], moduleDirectories: ['node_modules', 'shared'] }),
  ).toMatchObject({
    modulePaths: ['app/lib'],
    moduleDirectories: ['shared'],
  });
  expect(await describe({ snapshotResolver: '/w/app/resolver.js' })).toMatchObject({ snapshots: 'custom' });
});
