import * as nodePath from 'node:path';
import { isOutsideWorkspace, type ModuleGraph, relativeToWorkspace, type Suite } from '@nx-testmon/core';
import type { TestRunner } from '@nx-testmon/runner';

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
    const found = nodePath.isAbsolute(config) ? relativeToWorkspace(nodePath, workspaceRoot, config) : config;
    if (!isOutsideWorkspace(nodePath, found)) setup.add(found);
  }
  const from = suite.root === '.' ? 'package.json' : `${suite.root}/package.json`;
  for (const entry of suite.setup) {
    const file = nodePath.isAbsolute(entry) ? relativeToWorkspace(nodePath, workspaceRoot, entry) : entry;
    if (graph.model(file)) {
      setup.add(file);
      continue;
    }
    const resolution = graph.resolve(from, entry);
    for (const module of resolution.modules) setup.add(module);
    for (const name of resolution.packages) packages.add(name);
    // A setup file that is not there is a dependency too: the day it comes, everything changes.
    if (resolution.modules.length === 0 && resolution.packages.length === 0) setup.add(file);
  }
  return { setup: [...setup], packages: [...packages] };
}
