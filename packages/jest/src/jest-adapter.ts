import { existsSync, realpathSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { DiscoveryRequest, PreparedRequest, RunnerAdapter, RunnerFailure } from '@nx-testmon/runner';
import { findJestConfig } from './jest-config';
import { findJest } from './jest-installation';

export const jestAdapter: RunnerAdapter = {
  title: 'Jest',
  scripts: childScripts(),
  listCommand: 'jest --listTests',
  prepare: prepareRequest,
};

/** The compiled scripts, also where this file itself runs from its TypeScript source. */
function childScripts(): string {
  const beside = join(__dirname, 'child');
  return existsSync(join(beside, 'run.js')) ? beside : join(__dirname, '..', 'dist', 'child');
}

function prepareRequest(request: Omit<DiscoveryRequest, 'env'>): PreparedRequest {
  const installation = findJest(request.projectRoot);
  if (!installation.ok) return installation;
  const config = findJestConfig(request.projectRoot, request.config, request.workspaceRoot);
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
      // Jest finds the configuration inside a package.json by itself.
      config: config === undefined || basename(config) === 'package.json' ? undefined : config,
      runnerArguments: request.runnerArguments,
    },
  };
}
