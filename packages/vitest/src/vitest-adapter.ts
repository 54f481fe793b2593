import { join } from 'node:path';
import { childScripts, prepareWith, type RunnerAdapter } from '@nx-testmon/runner';
import { readsEnvironment } from './child/reads/names';
import { findVitestConfig, isWorkspaceFile } from './vitest-config';
import { findVitest } from './vitest-installation';

export const vitestAdapter: RunnerAdapter = {
  title: 'Vitest',
  scripts: childScripts(__dirname),
  listCommand: 'vitest list',
  prepare: (request) =>
    prepareWith({ find: findVitest, findConfig: findVitestConfig, findsItself: isWorkspaceFile }, request),
  preload: ({ workspaceRoot }) => ({
    script: join(childScripts(__dirname), 'reads', 'preload.js'),
    env: readsEnvironment(workspaceRoot, 'runner'),
  }),
};
