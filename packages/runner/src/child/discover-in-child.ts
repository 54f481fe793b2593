import { failed } from '@nx-testmon/core';
import type { ChildRunner } from './child-runner';
import { runRunnerProcess } from './start-runner-process';
import type { DiscoveryRequest, RunnerDiscovery } from '../test-runner';

/** Starts a test runner in a child process to find out how it resolves a project's configuration. */
export async function discoverInChild(
  { title, listCommand, scripts, prepare, preload }: ChildRunner,
  request: DiscoveryRequest,
): Promise<RunnerDiscovery> {
  const prepared = prepare(request);
  if (!prepared.ok) return prepared;
  let answer: RunnerDiscovery | undefined;
  const { exitCode, output } = await runRunnerProcess({
    script: `${scripts}/discover.js`,
    request: prepared.request,
    cwd: request.projectRoot,
    env: request.env,
    output: 'capture',
    preload: preload?.({ ...prepared.request, installationRoots: request.installationRoots }),
    onMessage(message) {
      if (message.type === 'discovered') answer = { ok: true, discovery: message.discovery };
      if (message.type === 'refused') {
        answer = failed({ kind: 'runner-refused', title, message: message.message });
      }
    },
  });
  return answer ?? failed({ kind: 'runner-died', title, exitCode, output, listCommand });
}
