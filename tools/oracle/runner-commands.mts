import { createRequire } from 'node:module';
import { join } from 'node:path';

export const reporters = {
  vitest: join(import.meta.dirname, 'failing-files-reporter.mjs'),
  jest: join(import.meta.dirname, 'failing-files-jest-reporter.cjs'),
};

export type RunnerName = keyof typeof reporters;

/** Path of a file in a package, as the project in a folder sees it. */
function inPackage(folder: string, name: string, file: string): string {
  return join(createRequire(join(folder, 'package.json')).resolve(`${name}/package.json`), '..', file);
}

const configArguments = (config: string | undefined): readonly string[] =>
  config === undefined ? [] : ['--config', config];

/** The arguments of `node` with which each runner runs all tests of a project and reports how each file ended. */
export const runnerCommand: Readonly<
  Record<RunnerName, (folder: string, config: string | undefined) => readonly string[]>
> = {
  vitest: (folder, config) => [
    inPackage(folder, 'vitest', 'vitest.mjs'),
    'run',
    ...configArguments(config),
    `--reporter=${reporters.vitest}`,
  ],
  // Starting workers takes longer than the tests with which mutants are checked.
  jest: (folder, config) => [
    inPackage(folder, 'jest', 'bin/jest.js'),
    '--runInBand',
    ...configArguments(config === 'package.json' ? undefined : config),
    `--reporters=${reporters.jest}`,
  ],
};
