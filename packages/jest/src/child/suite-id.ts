import { workspacePath } from '@nx-testmon/runner';
import type { ProjectConfig, ReadConfigs } from './jest-api';

export interface NamedConfig {
  readonly config: ProjectConfig;
  /** `<project>:<config path>[:<name among the configuration's projects>]`. */
  readonly suite: string;
  /** Jest's name for it; empty if the configuration has no list of projects. */
  readonly runnerProject: string;
}

/** A stable name for each Jest project: its display name, else its folder, with a number if that is taken. */
export function nameConfigs(
  workspace: { readonly workspaceRoot: string; readonly projectName: string },
  configPath: string | undefined,
  { configs, globalConfig }: ReadConfigs,
): NamedConfig[] {
  const path = configPath === undefined ? '' : workspacePath(workspace.workspaceRoot, configPath);
  const base = `${workspace.projectName}:${path}`;
  const [only] = configs;
  if (configs.length === 1 && only && (globalConfig.projects ?? []).length === 0) {
    return [{ config: only, suite: base, runnerProject: '' }];
  }
  const taken = new Map<string, number>();
  return configs.map((config) => {
    const name = config.displayName?.name ?? workspacePath(workspace.workspaceRoot, config.rootDir);
    const count = (taken.get(name) ?? 0) + 1;
    taken.set(name, count);
    const runnerProject = count === 1 ? name : `${name}-${count}`;
    return { config, suite: `${base}:${runnerProject}`, runnerProject };
  });
}
