import {
  type DiscoveryRequest,
  type PreparedRequest,
  prepareWith,
  type RunnerFailure,
} from '@nx-testmon/runner';
import { findNode } from './node-installation';
import { findNodeTestManifest, readTestCommand } from './node-test-manifest';

/** What the child script needs to know, or why there is nothing to run. */
export function prepareRequest(request: Omit<DiscoveryRequest, 'env'>): PreparedRequest {
  const search = { find: findNode, findConfig: findNodeTestManifest, findsItself: () => false };
  const prepared = prepareWith(search, { ...request, config: request.config ?? 'package.json' });
  const manifest = prepared.ok ? prepared.request.config : undefined;
  if (manifest === undefined) return prepared;
  try {
    if (readTestCommand(manifest)) return prepared;
    return failed(`No script in ${manifest} is a plain \`node --test\` command.`);
  } catch (error) {
    return failed(`${manifest} can't be read: ${(error as Error).message}`);
  }
}

function failed(message: string): { readonly ok: false; readonly failure: RunnerFailure } {
  const next =
    'Give the project a script such as "test": "node --test", with nothing before or after it; what has to be built first belongs in `dependsOn`.';
  return { ok: false, failure: { kind: 'configuration', message, next } };
}
