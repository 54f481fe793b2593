import { realpathSync } from 'node:fs';
import { failed } from '@nx-testmon/core';
import type { PreparedRequest } from './child-runner';
import { findConfigFileName } from '../configurations/config-files';
import { findConfig } from '../configurations/find-config';
import type { DiscoveryRequest, TestRunner } from '../test-runner';

/** The request for the child scripts of a test runner, or the problem that prevents it. */
export function prepareRequest(
  runner: Pick<TestRunner, 'configFiles' | 'findInstallation'>,
  request: Omit<DiscoveryRequest, 'env' | 'installationRoots'>,
): PreparedRequest {
  const { projectRoot, workspaceRoot } = request;
  const installation = runner.findInstallation(projectRoot);
  if (!installation.ok) return installation;
  const config = findConfig(runner, request);
  if (request.config !== undefined && config === undefined) {
    return failed({ kind: 'no-runner-config', config: request.config, projectRoot, workspaceRoot });
  }
  const isFoundByRunner =
    config !== undefined && findConfigFileName(runner, config)?.isFoundByRunner === true;
  return {
    ok: true,
    request: {
      entry: installation.entry,
      version: installation.version,
      workspaceRoot: realpathSync(workspaceRoot),
      projectName: request.projectName,
      config: isFoundByRunner ? undefined : config,
      runnerArguments: request.runnerArguments,
    },
  };
}
