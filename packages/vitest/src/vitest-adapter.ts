import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { DiscoveryRequest, PreparedRequest, RunnerAdapter, RunnerFailure } from '@nx-testmon/runner';
import { readsEnvironment } from './child/reads/names';
import { findVitestConfig, isWorkspaceFile } from './vitest-config';
import { findVitest } from './vitest-installation';

export const vitestAdapter: RunnerAdapter = {
  title: 'Vitest',
  scripts: childScripts(),
  listCommand: 'vitest list',
  prepare: prepareRequest,
  preload: ({ workspaceRoot }) => ({
    script: join(childScripts(), 'reads', 'preload.js'),
    env: readsEnvironment(workspaceRoot, 'runner'),
  }),
};

/** The compiled scripts, also where this file itself runs from its TypeScript source. */
function childScripts(): string {
  const beside = join(__dirname, 'child');
  return existsSync(join(beside, 'run.js')) ? beside : join(__dirname, '..', 'dist', 'child');
}

function prepareRequest(request: Omit<DiscoveryRequest, 'env'>): PreparedRequest {
  const installation = findVitest(request.projectRoot);
  if (!installation.ok) return installation;
  const config = findVitestConfig(request.projectRoot, request.config, request.workspaceRoot);
  if (request.config !== undefined && config === undefined) {
    const failure: RunnerFailure = {
      kind: 'configuration',
      message: `There is no ${request.config} in ${request.projectRoot} or ${request.workspaceRoot}.`,
      next: 'Correct the option `config`.',
    };
    return { ok: false, failure };
  }
  return {
    ok: true,
    request: {
      entry: installation.entry,
      version: installation.version,
      workspaceRoot: realpathSync(request.workspaceRoot),
      projectName: request.projectName,
      config: config === undefined || isWorkspaceFile(config) ? undefined : config,
      runnerArguments: request.runnerArguments,
    },
  };
}
