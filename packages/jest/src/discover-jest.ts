import { type DiscoveryRequest, discoverWith, type RunnerDiscovery } from '@nx-testmon/runner';
import { jestAdapter } from './jest-adapter';

/**
 * Asks the project's own Jest how it resolved its configuration. No test file is loaded, nothing is written,
 * and nothing the runner prints reaches the user.
 */
export function discoverJest(request: DiscoveryRequest): Promise<RunnerDiscovery> {
  return discoverWith(jestAdapter, request);
}
