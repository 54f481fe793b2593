import { basename, posix } from 'node:path';
import type { ConfigFileName, TestRunner, TestRunners } from '../test-runner';

/** The usual name of the runner's that a file has; `undefined` for names of the user's own. */
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

/** Orders files of one folder as the runners prefer them, so that the first is the one that would be loaded. */
export function compareConfigFiles(runners: TestRunners): (a: string, b: string) => number {
  const names = runners
    .flatMap(({ configFiles }) => configFiles)
    .flatMap(({ stem, extensions }) => extensions.map((extension) => `${stem}.${extension}`));
  const precedence = (path: string) => names.indexOf(posix.basename(path));
  return (a, b) => precedence(a) - precedence(b) || (a < b ? -1 : 1);
}

/**
 * The runner that a configuration is for, by its name alone: the first that has a usual name like this, else the
 * first whose package is in the name, else the first of all.
 */
export function runnerOfConfig(runners: TestRunners, path: string): TestRunner {
  const name = basename(path).toLowerCase();
  return (
    runners.find((runner) => findConfigFileName(runner, path) !== undefined) ??
    runners.find(({ packages }) => packages.some((one) => name.includes(one))) ??
    runners[0]
  );
}

/** Whether a configuration hands the work to the configurations of other projects. */
export function delegatesToProjects(name: ConfigFileName | undefined, text: string): boolean {
  return name?.listsProjects === true || /\b(projects|workspace)['"]?\s*:/.test(text);
}

/**
 * Ending for the target names of one configuration among several: `vitest.unit.config.ts` gives `unit`, and
 * one with nothing but the runner and `config` in its name gives the empty text, or its folder inside the project.
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
 * Relative paths that a configuration's text names, such as a shared base configuration or a setup file. They
 * are candidates: nothing says they exist.
 *
 * @returns paths inside the workspace, relative to its root
 */
export function namedPaths(configFile: string, text: string): readonly string[] {
  const paths = new Set<string>();
  for (const [, literal] of text.matchAll(/['"`](\.\.?\/[^'"`*{}$\n]+)['"`]/g)) {
    const path = posix.join(posix.dirname(configFile), literal ?? '');
    if (!path.startsWith('..')) paths.add(path);
  }
  return [...paths].sort();
}
