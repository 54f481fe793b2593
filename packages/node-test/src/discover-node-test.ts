import { type DiscoveryRequest, type RunnerDiscovery, workspacePath } from '@nx-testmon/runner';
import { describeSuite } from './describe-suite';
import { readTestCommand } from './node-test-manifest';
import { prepareRequest } from './prepare-request';

/** What the project's script says of its tests. Node itself has no configuration that could be asked. */
export function discoverNodeTest(request: DiscoveryRequest): Promise<RunnerDiscovery> {
  return Promise.resolve(discover(request));
}

function discover(request: DiscoveryRequest): RunnerDiscovery {
  const prepared = prepareRequest(request);
  if (!prepared.ok) return prepared;
  const { workspaceRoot, projectName, version, config = '' } = prepared.request;
  const manifest = workspacePath(workspaceRoot, config);
  const root = workspacePath(workspaceRoot, request.projectRoot);
  const command = readTestCommand(config) ?? { options: [], patterns: [] };
  return {
    ok: true,
    discovery: {
      runner: 'node',
      version,
      suites: [describeSuite(projectName, root, manifest, command)],
      configFiles: [manifest],
    },
  };
}
