import { realpathSync } from 'node:fs';
import type { DiscoveryRequest, PreparedRequest, RunnerInstallation } from './runner-adapter';
import type { RunnerFailure } from './runner-failure';

/** How a runner and its configuration are found. */
export interface RunnerSearch {
  find(projectRoot: string): RunnerInstallation;
  /** @returns an absolute path; `undefined` where there is none */
  findConfig(projectRoot: string, config?: string, workspaceRoot?: string): string | undefined;
  /** Whether a configuration is one that the runner finds by itself and takes from nobody. */
  findsItself(config: string): boolean;
}

/** What both child scripts need to know, or why there is nothing to ask. */
export function prepareWith(search: RunnerSearch, request: Omit<DiscoveryRequest, 'env'>): PreparedRequest {
  const { projectRoot, workspaceRoot } = request;
  const installation = search.find(projectRoot);
  if (!installation.ok) return installation;
  const config = search.findConfig(projectRoot, request.config, workspaceRoot);
  if (request.config !== undefined && config === undefined) {
    return { ok: false, failure: noSuchConfig(request.config, projectRoot, workspaceRoot) };
  }
  return {
    ok: true,
    request: {
      entry: installation.entry,
      version: installation.version,
      workspaceRoot: realpathSync(workspaceRoot),
      projectName: request.projectName,
      config: config === undefined || search.findsItself(config) ? undefined : config,
      runnerArguments: request.runnerArguments,
    },
  };
}

function noSuchConfig(config: string, projectRoot: string, workspaceRoot: string): RunnerFailure {
  return {
    kind: 'configuration',
    message: `There is no ${config} in ${projectRoot} or ${workspaceRoot}.`,
    next: 'Correct the option `config`.',
  };
}
