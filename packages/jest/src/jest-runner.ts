import { createRequire } from 'node:module';
import {
  childScripts,
  discoverInChild,
  findInstallation,
  packageCommand,
  parseTestCommand,
  runInChild,
  type TestFlags,
  type TestRunner,
  tracedChild,
  usualTargetNames,
} from '@nx-testmon/runner';
import { configFiles } from './config-files';
import { configurationSyntax } from './configuration-syntax';
import { jestEnvironmentArguments, parseRunFilters } from './parse-run-filters';
import { runnerReads } from './reads-settings';

const flags: TestFlags = {
  switches: [
    'passWithNoTests',
    'runInBand',
    'ci',
    'forceExit',
    'injectGlobals',
    'resetMocks',
    'resetModules',
    'restoreMocks',
    'clearMocks',
    'automock',
  ],
  values: [
    'env',
    'maxConcurrency',
    'maxWorkers',
    'preset',
    'rootDir',
    'selectProjects',
    'ignoreProjects',
    'testEnvironment',
    'testTimeout',
  ],
};

export const jestRunner: TestRunner = {
  name: 'jest',
  title: 'Jest',
  packages: ['jest'],
  listHint: '`jest --listTests` shows what the configuration includes',
  configFiles,
  targetNames: ['test', 'jest', 'jest:test', ...usualTargetNames],
  flags,
  syntax: {
    pragmas: ['jest'],
    metaProperties: [],
    mockObjects: ['jest'],
    mockMethods: [
      ...['mock', 'doMock', 'unmock', 'dontMock', 'deepUnmock', 'setMock', 'requireMock'],
      ...['createMockFromModule', 'genMockFromModule', 'unstable_mockModule', 'unstable_unmockModule'],
    ],
    actualMethods: ['requireActual'],
    hoistedMethods: [],
    configurations: [configurationSyntax],
  },
  nx: {
    executors: ['@nx/jest:jest', '@nrwl/jest:jest'],
    plugins: ['@nx/jest/plugin', '@nx/jest'],
    targetNameOption: 'targetName',
    configOptions: ['jestConfig', 'config'],
  },
  discoveryFileName: /(^|\/)(jest\.[^/]*(config|preset|projects)?\.([cm]?[jt]s|json)|package\.json)$/,
  manifestKeys: ['jest'],
  transformConfigName:
    /(^|\/)(\.babelrc(\.[cm]?[jt]s|\.json)?|babel\.config\.([cm]?[jt]s|json)|\.swcrc|\.?browserslist(rc)?)$/,
  parseCommand: (command) =>
    parseTestCommand(
      {
        word: /^(.*\/)?jest(\.js)?$/,
        otherCommands: /^(--init|--clearCache|--listTests|--showConfig)$/,
        flags,
      },
      command,
    ),
  parseRunFilters,
  environmentArguments: jestEnvironmentArguments,
  findInstallation: (projectRoot) =>
    findInstallation(
      {
        title: 'Jest',
        packageName: 'jest',
        oldestMajor: 29,
        newestMajor: 30,
        locate(resolve) {
          const manifest = resolve('jest/package.json');
          return { manifest, entry: createRequire(manifest).resolve('jest-cli') };
        },
      },
      projectRoot,
    ),
  plainCommand: (run) => packageCommand({ title: 'Jest', packageName: 'jest', runOnce: [] }, run),
  discover: (request) => discoverInChild(child, request),
  run: (run) => runInChild(child, run),
};

const child = tracedChild(jestRunner, {
  scripts: childScripts(__dirname),
  otherScripts: [
    'sequencer.js',
    'reporter.js',
    '../worker/transformer.js',
    '../worker/test-runner.js',
    '../worker/runtime.js',
  ],
  listCommand: 'jest --listTests',
  reads: runnerReads,
});
