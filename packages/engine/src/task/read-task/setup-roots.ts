import * as nodePath from 'node:path';
import {
  isOutsideWorkspace,
  joinWorkspacePath,
  type ModuleGraph,
  relativeToWorkspace,
  type Suite,
  type SuiteRoots,
} from '@nx-testmon/core';
import type { TestRunner } from '@nx-testmon/runner';

/** The roots of every test of a suite, besides its own file. */
export type SetupRoots = Required<Pick<SuiteRoots, 'configurations' | 'setup' | 'setupFiles' | 'packages'>>;

/** Files that decide how a suite runs, as workspace paths or absolute paths. */
export interface ConfigFiles {
  /** Modules that the test runner read for its configuration; the configuration itself comes first. */
  readonly runner: readonly string[];
  /** Configurations of the tools that transform modules. */
  readonly transforms: readonly string[];
}

/** A suite, and the graph that its modules are found in. */
export interface SuiteSetup {
  readonly graph: ModuleGraph;
  readonly workspaceRoot: string;
  readonly suite: Suite;
  readonly runner: Pick<TestRunner, 'packages' | 'discoveryFileName' | 'manifestKeys'>;
  readonly configs: ConfigFiles;
}

/**
 * Finds the modules and packages that take part in every test of a suite: its configurations, and the modules
 * and packages that they name.
 */
export function setupRoots({ graph, workspaceRoot, suite, runner, configs }: SuiteSetup): SetupRoots {
  const inWorkspace = (file: string): string =>
    nodePath.isAbsolute(file) ? relativeToWorkspace(nodePath, workspaceRoot, file) : file;
  const from = joinWorkspacePath(suite.root, 'package.json');
  const find = (entries: readonly string[]) =>
    entries.map((one) => findEntry(graph, from, inWorkspace(one), one));
  const around = find(suite.setup);
  const before = find(suite.setupFiles ?? []);
  const [main, ...others] = configs.runner
    .map(inWorkspace)
    .filter((file) => !isOutsideWorkspace(nodePath, file));
  // Code may have loaded a manifest for any of its keys.
  const isConfiguration = (file: string) =>
    runner.discoveryFileName.test(file) && nodePath.basename(file) !== 'package.json';
  const hooks = around.flatMap(({ modules }) => modules);
  return {
    configurations: {
      modules: unique([...(main === undefined ? [] : [main]), ...others.filter(isConfiguration)]),
      manifestKeys: runner.manifestKeys ?? [],
      isHandedOn: hooks.some((path) => graph.model(path) !== undefined),
    },
    setup: unique([...others.filter((file) => !isConfiguration(file)), ...configs.transforms, ...hooks]),
    setupFiles: unique(before.flatMap(({ modules }) => modules)),
    packages: unique([...runner.packages, ...[...around, ...before].flatMap(({ packages }) => packages)]),
  };
}

/** @param entry a path, or a specifier that is resolved from the suite's root */
function findEntry(
  graph: ModuleGraph,
  from: string,
  file: string,
  entry: string,
): { readonly modules: readonly string[]; readonly packages: readonly string[] } {
  if (graph.model(file)) return { modules: [file], packages: [] };
  const { modules, packages } = graph.resolve(from, entry);
  // A missing setup file is a dependency too, because creating it can change every test.
  return modules.length === 0 && packages.length === 0
    ? { modules: [file], packages }
    : { modules, packages };
}

function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}
