import { formatSuiteId } from '@nx-testmon/core';
import { workspacePath } from '@nx-testmon/runner';
import type { ProjectConfig, ReadConfigs } from './jest-api';

export interface NamedConfig {
  readonly config: ProjectConfig;
  /** Id of the suite of the project. */
  readonly suite: string;
  /** Jest's name of the project; empty if the configuration has no list of projects. */
  readonly runnerProject: string;
}

/**
 * A stable name for each Jest project: its display name, otherwise its folder, with a number if the name is
 * taken.
 */
export function nameConfigs(
  workspace: { readonly workspaceRoot: string; readonly projectName: string },
  configPath: string | undefined,
  { configs, globalConfig }: ReadConfigs,
): NamedConfig[] {
  const path = configPath === undefined ? '' : workspacePath(workspace.workspaceRoot, configPath);
  const nameConfig = (config: ProjectConfig, runnerProject: string): NamedConfig => ({
    config,
    suite: formatSuiteId({ project: workspace.projectName, config: path, runnerProject }),
    runnerProject,
  });
  const [only] = configs;
  if (configs.length === 1 && only && (globalConfig.projects ?? []).length === 0) {
    return [nameConfig(only, '')];
  }
  const taken = new Set<string>();
  return configs.map((config) => {
    const name = uniqueName(
      config.displayName?.name ?? workspacePath(workspace.workspaceRoot, config.rootDir),
      taken,
    );
    taken.add(name);
    return nameConfig(config, name);
  });
}

/** Two suites with one name would share their facts. */
function uniqueName(name: string, taken: ReadonlySet<string>): string {
  let [unique, number] = [name, 1];
  while (taken.has(unique)) unique = `${name}-${++number}`;
  return unique;
}
