import { basename, posix } from 'node:path';
import { isOutsideWorkspace } from '@nx-testmon/core';
import type { ConfigFileName, TestRunner, TestRunners } from '../test-runner';

/** The usual configuration file name of the test runner that a path has; `undefined` for other names. */
export function findConfigFileName(
  { configFiles }: Pick<TestRunner, 'configFiles'>,
  path: string,
): ConfigFileName | undefined {
  const name = basename(path);
  return configFiles.find(({ stem, extensions }) =>
    extensions.some((extension) => name === `${stem}.${extension}`),
  );
}

/** Whether a file has a usual name of a configuration of any runner. */
export function isConfigFile(runners: TestRunners, path: string): boolean {
  return runners.some((runner) => findConfigFileName(runner, path) !== undefined);
}

/** Orders files of one folder by precedence: the first is the file that would be loaded. */
export function compareConfigFiles(runners: TestRunners): (a: string, b: string) => number {
  const names = runners
    .flatMap(({ configFiles }) => configFiles)
    .flatMap(({ stem, extensions }) => extensions.map((extension) => `${stem}.${extension}`));
  const precedence = (path: string) => names.indexOf(posix.basename(path));
  return (a, b) => precedence(a) - precedence(b) || (a < b ? -1 : 1);
}

/**
 * The test runner of a configuration, by its name only: the first with this usual name, otherwise the first
 * whose package name is part of the file name, otherwise the first of all.
 */
export function runnerOfConfig(runners: TestRunners, path: string): TestRunner {
  const name = basename(path).toLowerCase();
  return (
    runners.find((runner) => findConfigFileName(runner, path) !== undefined) ??
    runners.find(({ packages }) => packages.some((one) => name.includes(one))) ??
    runners[0]
  );
}

/** Whether a configuration refers to the configurations of other projects. */
export function delegatesToProjects(name: ConfigFileName | undefined, text: string): boolean {
  // A longer key with the same ending does not count: a manifest may name the package `@nx/workspace`.
  return name?.listsProjects === true || /(?<![\w$@/.-])(projects|workspace)['"]?\s*:/.test(text);
}

/**
 * A suffix for the target names of one of several configurations: `vitest.unit.config.ts` gives `unit`. If
 * the name contains only the test runner and `config`, the suffix is the folder in the project, or the empty
 * string.
 *
 * @param path relative to the project root
 */
export function configSuffix(runners: TestRunners, path: string): string {
  const { dir, name } = posix.parse(path);
  const usual = new Set(runners.flatMap(wordsOfConfigFiles));
  const words = (text: string) => text.split(/[^A-Za-z0-9]+/).filter((word) => word !== '');
  const own = words(name).filter((word) => !usual.has(word.toLowerCase()));
  return (own.length > 0 ? own : words(dir)).join('-');
}

function wordsOfConfigFiles({ configFiles }: TestRunner): string[] {
  return configFiles.map(({ stem }) => stem.split('.')).flatMap((words) => (words.length > 1 ? words : []));
}

/**
 * Relative paths in the text of a configuration, such as a shared base configuration or a setup file. The files may
 * not exist.
 *
 * @returns paths inside the workspace, relative to its root
 */
export function namedPaths(configFile: string, text: string): readonly string[] {
  const paths = new Set<string>();
  for (const [, literal] of text.matchAll(/['"`](\.\.?\/[^'"`*{}$\n]+)['"`]/g)) {
    const path = posix.join(posix.dirname(configFile), literal ?? '');
    if (!isOutsideWorkspace(posix, path)) paths.add(path);
  }
  return [...paths].sort();
}
