import { failed } from '@nx-testmon/core';
import {
  type DiscoveryRequest,
  type PreparedRequest,
  prepareRequest,
  type TestRunner,
} from '@nx-testmon/runner';
import { readTestCommand } from './read-test-command';

/** The request for the child script, or the problem that prevents a run. */
export function prepareNodeRequest(
  runner: TestRunner,
  request: Omit<DiscoveryRequest, 'env' | 'installationRoots'>,
): PreparedRequest {
  const prepared = prepareRequest(runner, { ...request, config: request.config ?? 'package.json' });
  const manifest = prepared.ok ? prepared.request.config : undefined;
  if (manifest === undefined) return prepared;
  try {
    if (readTestCommand(manifest)) return prepared;
    return failed({ kind: 'no-test-script', manifest, command: 'node --test' });
  } catch (error) {
    return failed({ kind: 'manifest-unreadable', manifest, detail: (error as Error).message });
  }
}
