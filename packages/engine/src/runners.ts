import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { runnerOf, type RunResult } from '@nx-testmon/core';
import {
  discoverJest,
  findJest,
  findJestConfig,
  narrowing as jestNarrowing,
  runJest,
} from '@nx-testmon/jest';
import {
  discoverNodeTest,
  findNode,
  findNodeTestManifest,
  narrowing as nodeNarrowing,
  plainWords,
  runNodeTest,
} from '@nx-testmon/node-test';
import type {
  DiscoveryRequest,
  Narrowing,
  RunnerDiscovery,
  RunnerInstallation,
  RunnerRun,
} from '@nx-testmon/runner';
import {
  discoverVitest,
  findVitest,
  findVitestConfig,
  narrowing as vitestNarrowing,
  runVitest,
} from '@nx-testmon/vitest';

/** A test runner, as the engine drives it. Each keeps the same contract. */
export interface Runner {
  readonly name: 'vitest' | 'jest' | 'node';
  /** As its makers write it. */
  readonly title: string;
  /** The npm packages that it is; Node's own is none, its version is part of the environment. */
  readonly packages: readonly string[];
  /** How to see which test files it finds. */
  readonly listHint: string;
  /** What its command is told before all else to run once. */
  readonly runWords: readonly string[];
  /** Of a runner that is no package: the words after `node` for a configuration; `undefined` where it has no tests. */
  plainWords?(config: string, runnerArguments: readonly string[]): readonly string[] | undefined;
  /** The runner that a project would use. @param projectRoot absolute */
  find(projectRoot: string): RunnerInstallation;
  /** Absolute path of a project's configuration; `undefined` where there is none. */
  findConfig(projectRoot: string, config?: string, workspaceRoot?: string): string | undefined;
  /** What a command line asks for beyond "run all tests". */
  narrowing(runnerArguments: readonly string[]): Narrowing;
  discover(request: DiscoveryRequest): Promise<RunnerDiscovery>;
  run(run: RunnerRun): Promise<RunResult>;
  /** Paths of files that the runner may take for a configuration, or for a folder that is a project of its own. */
  readonly configName: RegExp;
  /**
   * Paths of files that transformers look for by themselves, near a source or near the workspace root: each
   * counts for every test. The runner that bundles has none.
   */
  readonly transformConfigName?: RegExp;
}

const vitest: Runner = {
  name: 'vitest',
  title: 'Vitest',
  packages: ['vitest'],
  listHint: '`vitest list --filesOnly` shows what the configuration includes',
  runWords: ['run'],
  find: findVitest,
  findConfig: findVitestConfig,
  narrowing: vitestNarrowing,
  discover: discoverVitest,
  run: runVitest,
  configName: /(^|\/)(vitest|vite)\.[^/]*(config|workspace|projects)?\.([cm]?[jt]s|json)$/,
};

const jest: Runner = {
  name: 'jest',
  title: 'Jest',
  packages: ['jest'],
  listHint: '`jest --listTests` shows what the configuration includes',
  runWords: [],
  find: findJest,
  findConfig: findJestConfig,
  narrowing: jestNarrowing,
  discover: discoverJest,
  run: runJest,
  configName: /(^|\/)(jest\.[^/]*(config|preset|projects)?\.([cm]?[jt]s|json)|package\.json)$/,
  transformConfigName: /(^|\/)(\.babelrc(\.[cm]?[jt]s|\.json)?|babel\.config\.([cm]?[jt]s|json)|\.swcrc)$/,
};

const node: Runner = {
  name: 'node',
  title: 'node:test',
  packages: [],
  listHint: 'the test script in package.json names them',
  runWords: [],
  plainWords,
  find: findNode,
  findConfig: findNodeTestManifest,
  narrowing: nodeNarrowing,
  discover: discoverNodeTest,
  run: runNodeTest,
  configName: /(^|\/)package\.json$/,
};

export const runners = { vitest, jest, node };

/**
 * The runner of a project: the one that is named, else the one whose configuration is, else the one of its
 * script. A Vite configuration beside one of Jest is about the build.
 *
 * @param projectRoot absolute
 * @param config path of a configuration, as the user wrote it
 */
export function chooseRunner(
  projectRoot: string,
  {
    testRunner,
    config,
  }: { readonly testRunner: 'auto' | 'vitest' | 'jest' | 'node'; readonly config?: string | undefined },
): Runner {
  if (testRunner !== 'auto') return runners[testRunner];
  if (config !== undefined) return runners[runnerOf(config)];
  const isVitest = ['vitest.config', 'vitest.workspace', 'vitest.projects'].some((name) =>
    ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs', 'json'].some((end) =>
      existsSync(join(projectRoot, `${name}.${end}`)),
    ),
  );
  if (isVitest) return vitest;
  if (findJestConfig(projectRoot) !== undefined) return jest;
  return findVitestConfig(projectRoot) === undefined && findNodeTestManifest(projectRoot) !== undefined
    ? node
    : vitest;
}
