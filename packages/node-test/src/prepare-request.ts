import { failed, type Failure, type RunnerProblem } from '@nx-testmon/core';
import {
  type DiscoveryRequest,
  type PreparedRequest,
  prepareRequest,
  type TestRunner,
} from '@nx-testmon/runner';
import type { NodeCommandLine } from './node-command-line';
import { readTestCommand } from './read-test-command';

/** The request for the child script, or the problem that prevents a run. */
export function prepareNodeRequest(
  runner: TestRunner,
  request: Omit<DiscoveryRequest, 'env' | 'installationRoots'>,
): PreparedRequest {
  const prepared = prepareRequest(runner, { ...request, config: request.config ?? 'package.json' });
  const manifest = prepared.ok ? prepared.request.config : undefined;
  if (manifest === undefined) return prepared;
  const found = requireTestCommand(manifest);
  return found.ok ? prepared : found;
}

/**
 * The command of the test script, or the problem if there is none.
 *
 * @param manifest absolute path of a `package.json`
 */
export function requireTestCommand(
  manifest: string,
): { readonly ok: true; readonly command: NodeCommandLine } | Failure<RunnerProblem> {
  try {
    const command = readTestCommand(manifest);
    return command
      ? { ok: true, command }
      : failed({ kind: 'no-test-script', manifest, command: 'node --test' });
  } catch (error) {
    return failed({ kind: 'manifest-unreadable', manifest, detail: (error as Error).message });
  }
}
