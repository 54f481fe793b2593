import { basename } from 'node:path';
import {
  childScripts,
  prepareWith,
  readsEnvironment,
  readsPreload,
  type RunnerAdapter,
} from '@nx-testmon/runner';
import { findJestConfig } from './jest-config';
import { findJest } from './jest-installation';
import { jestReads } from './reads-settings';

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
  preload: ({ workspaceRoot }) => ({
    script: readsPreload,
    env: readsEnvironment(jestReads(workspaceRoot, 'runner')),
  }),
};
