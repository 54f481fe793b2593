import {
  childScripts,
  prepareWith,
  readsEnvironment,
  readsPreload,
  type RunnerAdapter,
} from '@nx-testmon/runner';
import { runnerReads } from './reads-settings';
import { findVitestConfig, isWorkspaceFile } from './vitest-config';
import { findVitest } from './vitest-installation';

export const vitestAdapter: RunnerAdapter = {
  title: 'Vitest',
  scripts: childScripts(__dirname),
  listCommand: 'vitest list',
  prepare: (request) =>
    prepareWith({ find: findVitest, findConfig: findVitestConfig, findsItself: isWorkspaceFile }, request),
  preload: ({ workspaceRoot }) => ({
    script: readsPreload,
    env: readsEnvironment(runnerReads(workspaceRoot)),
  }),
};
