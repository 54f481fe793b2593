import { formatSuiteId } from '@nx-testmon/core';
import { workspacePath } from '@nx-testmon/runner';
import type { ProjectApi, VitestApi } from './vitest-api';

/** Absolute path of the configuration that the test runner started from. */
export function configFile(vitest: VitestApi): string | undefined {
  const file = (vitest.vite ?? vitest.server)?.config.configFile;
  return typeof file === 'string' ? file : undefined;
}

/** Vitest's name for one of `test.projects`; empty if the configuration has no such list. */
export function runnerProject(vitest: VitestApi, project: ProjectApi): string {
  return vitest.projects.length === 1 && project === vitest.getRootProject() ? '' : project.name;
}

/** Id of the suite of a Vitest project. */
export function suiteId(
  workspace: { readonly workspaceRoot: string; readonly projectName: string },
  vitest: VitestApi,
  project: ProjectApi,
): string {
  const config = configFile(vitest);
  return formatSuiteId({
    project: workspace.projectName,
    config: config === undefined ? '' : workspacePath(workspace.workspaceRoot, config),
    runnerProject: runnerProject(vitest, project),
  });
}
