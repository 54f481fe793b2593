import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

export const reporters = {
  vitest: join(import.meta.dirname, 'failing-files-reporter.mjs'),
  jest: join(import.meta.dirname, 'failing-files-jest-reporter.cjs'),
  node: join(import.meta.dirname, 'failing-files-node-reporter.mjs'),
};

export type RunnerName = keyof typeof reporters;

export const runnerNames = Object.keys(reporters) as readonly RunnerName[];

/** Path of a file in a package, as it is resolved from a folder of a project. */
function inPackage(folder: string, name: string, file: string): string {
  return join(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`), '..', file);
}

const configArguments = (config: string | undefined): readonly string[] =>
  config === undefined ? [] : ['--config', config];

/** The arguments of `node` in the `test` script of a project, which is a `node --test` command. */
function wordsOfScript(folder: string): readonly string[] {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    scripts?: { test?: string };
  };
  const words = scripts?.test?.split(' ') ?? [];
  if (!words.includes('node')) throw new Error(`${folder}: the script test does not start node`);
  return words.slice(words.indexOf('node') + 1);
}

/**
 * The arguments of `node` with which each test runner runs all tests of a project and reports how each file
 * ended.
 */
export const runnerCommand: Readonly<
  Record<RunnerName, (folder: string, config: string | undefined) => readonly string[]>
> = {
  vitest: (folder, config) => [
    inPackage(folder, 'vitest', 'vitest.mjs'),
    'run',
    ...configArguments(config),
    `--reporter=${reporters.vitest}`,
  ],
  // Without workers: starting them takes longer than the tests.
  jest: (folder, config) => [
    inPackage(folder, 'jest', 'bin/jest.js'),
    '--runInBand',
    ...configArguments(config === 'package.json' ? undefined : config),
    `--reporters=${reporters.jest}`,
  ],
  node: (folder) => [
    `--test-reporter=${reporters.node}`,
    '--test-reporter-destination=stdout',
    ...wordsOfScript(folder),
  ],
};
