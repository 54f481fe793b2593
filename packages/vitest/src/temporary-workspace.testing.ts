import { closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvironmentVariables, RunResult } from '@nx-testmon/core';
import type { RunnerRun } from '@nx-testmon/runner';
import { createWorkspace, repository, systemEnvironment, writeFiles } from '@nx-testmon/testing';
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

export interface TemporaryWorkspace {
  readonly root: string;
  /** Absolute path of the only project, `packages/app`. */
  readonly app: string;
  readonly write: (files: Readonly<Record<string, string>>) => void;
  /** Paths of all files, links not followed, sorted. */
  readonly list: () => string[];
  readonly dispose: () => void;
}

/** A workspace on disk with one project. Its Vitest is a link to the installation. */
export function temporaryWorkspace(
  installation: string,
  files: Readonly<Record<string, string>>,
): TemporaryWorkspace {
  const workspace = createWorkspace({});
  const { root } = workspace;
  const app = workspace.path('packages/app');
  const write = (more: Readonly<Record<string, string>>) => writeFiles(app, more);
  write({ 'package.json': '{"name": "app", "type": "module"}', ...files });
  for (const name of ['vitest', 'typescript', '@vitest', '@types']) {
    const target = join(installation, 'node_modules', name);
    if (existsSync(target)) workspace.link(`node_modules/${name}`, target);
  }
  return {
    root,
    app,
    write,
    list: () => listFiles(root, ''),
    dispose: () => workspace[Symbol.dispose](),
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

/** Runs the project's tests; `output` is Vitest's output. */
export async function runApp(
  workspace: TemporaryWorkspace,
  changes: Partial<RunnerRun> = {},
): Promise<RunResult & { readonly output: string }> {
  const file = join(tmpdir(), `testmon-output-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const output = openSync(file, 'w');
  try {
    const result = await vitestRunner.run({
      workspaceRoot: workspace.root,
      projectRoot: workspace.app,
      projectName: 'app',
      installationRoots: [],
      runnerArguments: [],
      env: cleanEnvironment,
      files: 'all',
      keepCache: false,
      output,
      ...changes,
    });
    return { ...result, output: readFileSync(file, 'utf8') };
  } finally {
    closeSync(output);
    rmSync(file);
  }
}

/** `name: outcome`, with a mark for incomplete files, sorted. */
export function outcomes({ results }: RunResult): string[] {
  return results
    .map(
      ({ testFile, outcome, complete }) =>
        `${testFile.path.replace('packages/app/', '')}: ${outcome}${complete ? '' : ', in part'}`,
    )
    .sort();
}
