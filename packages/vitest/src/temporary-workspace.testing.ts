import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EnvironmentVariables } from '@nx-testmon/core';
import { createWorkspace, repository, systemEnvironment } from '@nx-testmon/testing';
import { addRunnerProject, type RunnerWorkspace } from '@nx-testmon/testing/runner-workspace';
import { vitestRunner } from './vitest-runner';

/**
 * The Vitest that this repository has installed. The contract of all test runners covers the other versions.
 */
export const installations = [repository].map((folder) => ({
  folder,
  version: (
    JSON.parse(readFileSync(join(folder, 'node_modules/vitest/package.json'), 'utf8')) as { version: string }
  ).version,
}));

export interface TemporaryWorkspace extends RunnerWorkspace {
  /** Paths of all files, links not followed, sorted. */
  readonly list: () => string[];
}

/**
 * A workspace with one project. The packages of Vitest are links to the installation, but `node_modules` is not, so
 * that the workspace has its own caches.
 */
export function temporaryWorkspace(
  installation: string,
  files: Readonly<Record<string, string>>,
): TemporaryWorkspace {
  const workspace = createWorkspace({});
  for (const name of ['vitest', 'typescript', '@vitest', '@types']) {
    const target = join(installation, 'node_modules', name);
    if (existsSync(target)) workspace.link(`node_modules/${name}`, target);
  }
  const manifest = '{"name": "app", "type": "module"}';
  return {
    ...addRunnerProject(workspace, vitestRunner, { 'package.json': manifest, ...files }),
    list: () => listFiles(workspace.root, ''),
  };
}

function listFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listFiles(root, path) : [path];
    })
    .sort();
}

export const cleanEnvironment: EnvironmentVariables = {
  ...systemEnvironment,
  CI: 'true',
  NO_COLOR: '1',
};

/** Runs the tests of the project; without `keepCache`, Vitest keeps no caches. */
export function runApp(
  workspace: TemporaryWorkspace,
  changes: Parameters<RunnerWorkspace['run']>[0] = {},
): ReturnType<RunnerWorkspace['run']> {
  return workspace.run({ env: cleanEnvironment, keepCache: false, ...changes });
}
