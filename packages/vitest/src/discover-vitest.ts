import { type DiscoveryRequest, discoverWith, type RunnerDiscovery } from '@nx-testmon/runner';
import { vitestAdapter } from './vitest-adapter';

/**
 * Asks the project's own Vitest how it resolved its configuration. No test file is loaded and nothing the
 * runner prints reaches the user; on disk Vite may leave an empty `node_modules/.vite-temp`.
 */
export function discoverVitest(request: DiscoveryRequest): Promise<RunnerDiscovery> {
  return discoverWith(vitestAdapter, request);
}
