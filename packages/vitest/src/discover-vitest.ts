import { realpathSync } from 'node:fs';
import type { Discovery } from '@nx-testmon/core';
import type { RunnerFailure } from './runner-failure';
import { runRunnerProcess } from './runner-process';
import { findVitestConfig, isWorkspaceFile } from './vitest-config';
import { findVitest } from './vitest-installation';

export interface DiscoveryRequest {
  /** Absolute. */
  readonly workspaceRoot: string;
  /** Absolute. */
  readonly projectRoot: string;
  readonly projectName: string;
  /** As the user wrote it; `undefined` lets Vitest find its own. */
  readonly config?: string | undefined;
  readonly runnerArguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type VitestDiscovery =
  | { readonly ok: true; readonly discovery: Discovery }
  | { readonly ok: false; readonly failure: RunnerFailure };

/**
 * Asks the project's own Vitest how it resolved its configuration. No test file is loaded and nothing the
 * runner prints reaches the user; on disk Vite may leave an empty `node_modules/.vite-temp`.
 */
export async function discoverVitest(request: DiscoveryRequest): Promise<VitestDiscovery> {
  const prepared = prepareRequest(request);
  if (!prepared.ok) return prepared;
  let answer: VitestDiscovery | undefined;
  const end = await runRunnerProcess({
    script: 'discover',
    request: prepared.request,
    cwd: request.projectRoot,
    env: request.env,
    output: 'capture',
    onMessage(message) {
      if (message.type === 'discovered') answer = { ok: true, discovery: message.discovery };
      if (message.type === 'refused') answer = refused(message.message);
    },
  });
  return (
    answer ?? {
      ok: false,
      failure: {
        kind: 'died',
        message:
          `Vitest ended with exit code ${end.exitCode} while it read its configuration.\n${end.output}`.trim(),
        next: 'Run `vitest list` in the project to see what it says.',
      },
    }
  );
}

function refused(message: string): VitestDiscovery {
  return {
    ok: false,
    failure: {
      kind: 'configuration',
      message,
      next: 'Correct the configuration or the arguments of Vitest.',
    },
  };
}

/** What both child scripts need to know, or why there is nothing to ask. */
export function prepareRequest(request: Omit<DiscoveryRequest, 'env'>) {
  const installation = findVitest(request.projectRoot);
  if (!installation.ok) return installation;
  const config = findVitestConfig(request.projectRoot, request.config, request.workspaceRoot);
  if (request.config !== undefined && config === undefined) {
    const failure: RunnerFailure = {
      kind: 'configuration',
      message: `There is no ${request.config} in ${request.projectRoot} or ${request.workspaceRoot}.`,
      next: 'Correct the option `config`.',
    };
    return { ok: false as const, failure };
  }
  return {
    ok: true as const,
    request: {
      entry: installation.entry,
      version: installation.version,
      workspaceRoot: realpathSync(request.workspaceRoot),
      projectName: request.projectName,
      config: config === undefined || isWorkspaceFile(config) ? undefined : config,
      runnerArguments: request.runnerArguments,
    },
  };
}
