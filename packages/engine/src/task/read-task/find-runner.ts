import { join } from 'node:path';
import { type Failure, failed, type Project } from '@nx-testmon/core';
import { findConfig, type TestRunner } from '@nx-testmon/runner';
import type { Task } from '../task';
import { chooseRunner } from '../../test-runners';

/** The project of a task, and the test runner that runs its tests. */
export interface ProjectRunner {
  readonly project: Project;
  /** Absolute path. */
  readonly projectRoot: string;
  readonly runner: TestRunner;
  /** Full version of the test runner. */
  readonly version: string;
  /** Absolute path of the configuration, if there is one. */
  readonly config: string | undefined;
}

/** Finds the project, the test runner and the configuration of a task, without loading any of them. */
export function findRunner({
  workspace,
  project: name,
  options,
}: Task): ({ readonly ok: true } & ProjectRunner) | Failure {
  const project = workspace.projects.find((one) => one.name === name);
  if (!project) return failed({ kind: 'unknown-project', projects: [name] });
  const projectRoot = join(workspace.root, project.root);
  const runner = chooseRunner(projectRoot, options);
  const installation = runner.findInstallation(projectRoot);
  if (!installation.ok) return installation;
  const config = findConfig(runner, { projectRoot, config: options.config, workspaceRoot: workspace.root });
  if (options.config !== undefined && config === undefined) {
    const { root: workspaceRoot } = workspace;
    return failed({ kind: 'no-runner-config', config: options.config, projectRoot, workspaceRoot });
  }
  return { ok: true, project, projectRoot, runner, version: installation.version, config };
}
