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
import { configurationSyntax } from './configuration-syntax';
import { mentionsTests } from './mentions-tests';
import { parseRunFilters, vitestEnvironmentArguments } from './parse-run-filters';
import { runnerReads } from './reads-settings';

const extensions = ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'];

/** Without `environment`, because nx-testmon has an option of this name. */
const flags: TestFlags = {
  switches: ['passWithNoTests', 'globals', 'dom', 'isolate', 'fileParallelism', 'allowOnly', 'typecheck'],
  values: [
    'mode',
    'dir',
    'project',
    'exclude',
    'pool',
    'retry',
    'testTimeout',
    'hookTimeout',
    'teardownTimeout',
    'maxConcurrency',
    'maxWorkers',
  ],
};

export const vitestRunner: TestRunner = {
  name: 'vitest',
  title: 'Vitest',
  packages: ['vitest'],
  listHint: '`vitest list --filesOnly` shows what the configuration includes',
  configFiles: [
    { stem: 'vitest.config', extensions },
    { stem: 'vite.config', extensions, isAmbiguous: true, mentionsTests },
    // Only Vitest 3 reads these, and only if there is no configuration.
    ...['vitest.workspace', 'vitest.projects'].map((stem) => ({
      stem,
      extensions: [...extensions, 'json'],
      isFoundByRunner: true,
      listsProjects: true,
    })),
  ],
  targetNames: ['test', 'vite:test', 'vitest:test', ...usualTargetNames],
  flags,
  syntax: {
    pragmas: ['vitest'],
    metaProperties: ['vitest'],
    mockObjects: ['vi', 'vitest'],
    mockMethods: ['mock', 'doMock', 'unmock', 'doUnmock', 'importMock'],
    actualMethods: ['importActual'],
    hoistedMethods: ['hoisted'],
    configurations: [configurationSyntax],
  },
  nx: {
    executors: ['@nx/vite:test', '@nx/vitest:test', '@nrwl/vite:test'],
    plugins: ['@nx/vite/plugin', '@nx/vitest', '@nx/vitest/plugin'],
    targetNameOption: 'testTargetName',
    configOptions: ['configFile', 'config'],
  },
  discoveryFileName: /(^|\/)(vitest|vite)\.[^/]*(config|workspace|projects)?\.([cm]?[jt]s|json)$/,
  // Includes Vite's folder `.vite-temp`.
  installedCaches: /^\.(vite|vitest)/,
  parseCommand: (command) =>
    parseTestCommand(
      { word: /^(.*\/)?vitest(\.mjs)?$/, otherCommands: /^(bench|init|list)$/, flags },
      command,
    ),
  parseRunFilters,
  environmentArguments: vitestEnvironmentArguments,
  findInstallation: (projectRoot) =>
    findInstallation(
      {
        title: 'Vitest',
        packageName: 'vitest',
        oldestMajor: 3,
        newestMajor: 5,
        locate: (resolve) => ({ manifest: resolve('vitest/package.json'), entry: resolve('vitest/node') }),
      },
      projectRoot,
    ),
  plainCommand: (run) => packageCommand({ title: 'Vitest', packageName: 'vitest', runOnce: ['run'] }, run),
  discover: (request) => discoverInChild(child, request),
  run: (run) => runInChild(child, run),
};

const child = tracedChild(vitestRunner, {
  scripts: childScripts(__dirname),
  otherScripts: ['collect-setup.mjs'],
  listCommand: 'vitest list',
  reads: runnerReads,
  keepsCompiledCode: true,
});
