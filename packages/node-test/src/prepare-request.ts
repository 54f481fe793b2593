import { realpathSync } from 'node:fs';
import type { DiscoveryRequest, PreparedRequest, RunnerFailure } from '@nx-testmon/runner';
import { findNode } from './node-installation';
import { findNodeTestManifest, readTestCommand } from './node-test-manifest';

/** What the child script needs to know, or why there is nothing to run. */
export function prepareRequest(request: Omit<DiscoveryRequest, 'env'>): PreparedRequest {
  const installation = findNode();
  if (!installation.ok) return installation;
  const manifest = findNodeTestManifest(
    request.projectRoot,
    request.config ?? 'package.json',
    request.workspaceRoot,
  );
  if (manifest === undefined) {
    return failed(
      `There is no ${request.config ?? 'package.json'} in ${request.projectRoot} or ${request.workspaceRoot}.`,
    );
  }
  try {
    if (!readTestCommand(manifest))
      return failed(`No script in ${manifest} is a plain \`node --test\` command.`);
  } catch (error) {
    return failed(`${manifest} can't be read: ${(error as Error).message}`);
  }
  return {
    ok: true,
    request: {
      entry: installation.entry,
      version: installation.version,
      workspaceRoot: realpathSync(request.workspaceRoot),
      projectName: request.projectName,
      config: manifest,
      runnerArguments: request.runnerArguments,
    },
  };
}

function failed(message: string): { readonly ok: false; readonly failure: RunnerFailure } {
  const next =
    'Give the project a script such as "test": "node --test", with nothing before or after it; what has to be built first belongs in `dependsOn`.';
  return { ok: false, failure: { kind: 'configuration', message, next } };
}
