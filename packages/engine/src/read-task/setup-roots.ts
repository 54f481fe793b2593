import { isAbsolute } from 'node:path';
import type { ModuleGraph, Suite } from '@nx-testmon/core';
import type { TestRunner } from '@nx-testmon/runner';
import { toWorkspacePath } from '../workspace-path';

/**
 * Where every test of a suite starts beside its own file: configurations, setup files, custom environments.
 * Each is a path, or a specifier seen from the suite's root.
 */
export function setupRoots(
  graph: ModuleGraph,
  workspaceRoot: string,
  suite: Suite,
  runner: Pick<TestRunner, 'packages'>,
  configs: readonly string[],
): { readonly setup: string[]; readonly packages: string[] } {
  const setup = new Set<string>();
  const packages = new Set<string>(runner.packages);
  for (const config of configs) {
    const path = isAbsolute(config) ? toWorkspacePath(workspaceRoot, config) : config;
    if (!path.startsWith('../')) setup.add(path);
  }
  const from = suite.root === '.' ? 'package.json' : `${suite.root}/package.json`;
  for (const entry of suite.setup) {
    const path = isAbsolute(entry) ? toWorkspacePath(workspaceRoot, entry) : entry;
    if (graph.model(path)) {
      setup.add(path);
      continue;
    }
    const resolution = graph.resolve(from, entry);
    for (const module of resolution.modules) setup.add(module);
    for (const name of resolution.packages) packages.add(name);
    // A setup file that is not there is a dependency too: the day it comes, everything changes.
    if (resolution.modules.length === 0 && resolution.packages.length === 0) setup.add(path);
  }
  return { setup: [...setup], packages: [...packages] };
}
