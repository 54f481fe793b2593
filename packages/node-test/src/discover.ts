import {
  type DiscoveryRequest,
  type RunnerDiscovery,
  type TestRunner,
  workspacePath,
} from '@nx-testmon/runner';
import { describeSuite } from './describe-suite';
import { prepareNodeRequest } from './prepare-request';
import { readTestCommand } from './read-test-command';

/** Describes the tests that the project's script runs. */
export function discover(runner: TestRunner, request: DiscoveryRequest): RunnerDiscovery {
  const prepared = prepareNodeRequest(runner, request);
  if (!prepared.ok) return prepared;
  const { workspaceRoot, projectName, version, config = '' } = prepared.request;
  const manifest = workspacePath(workspaceRoot, config);
  const root = workspacePath(workspaceRoot, request.projectRoot);
  const command = readTestCommand(config) ?? { options: [], patterns: [] };
  return {
    ok: true,
    discovery: {
      runner: runner.name,
      version,
      suites: [describeSuite(projectName, root, manifest, command)],
      configFiles: [manifest],
    },
  };
}
