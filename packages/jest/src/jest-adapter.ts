import { basename } from 'node:path';
import { childScripts, prepareWith, type RunnerAdapter } from '@nx-testmon/runner';
import { findJestConfig } from './jest-config';
import { findJest } from './jest-installation';

export const jestAdapter: RunnerAdapter = {
  title: 'Jest',
  scripts: childScripts(__dirname),
  listCommand: 'jest --listTests',
  prepare: (request) =>
    prepareWith(
      {
        find: findJest,
        findConfig: findJestConfig,
        findsItself: (config) => basename(config) === 'package.json',
      },
      request,
    ),
};
