import { isInside } from '@nx-testmon/core';
import { posix } from 'node:path';
import type { ConfigFileName, TestRunner, TestRunners } from '../test-runner';
import { configClosure, type ReadText } from './config-closure';
import {
  compareConfigFiles,
  configSuffix,
  delegatesToProjects,
  findConfigFileName,
  runnerOfConfig,
} from './config-files';
import { onlyListsProjects } from './only-lists-projects';

/** A folder that is a project or can become one. */
export interface TestFolder {
  /** Relative to the workspace root. */
  readonly root: string;
  /** Its files with usual names of configurations, including `package.json`. */
  readonly usual: readonly string[];
  /** Files that the user has declared as configurations. */
  readonly included: readonly string[];
  /** Whether a command of the project visibly runs a test runner. */
  readonly runs: (runner: TestRunner) => boolean;
}

/** One test configuration of a project. */
export interface FoundTestConfig {
  readonly runner: TestRunner;
  /** Relative to the workspace root. */
  readonly path: string;
  /** Relative to the project root; `undefined` if the test runner must find the file itself. */
  readonly file: string | undefined;
  /** Distinguishes this configuration from others; empty for the main configuration of the project. */
  readonly suffix: string;
  /** Files outside the project that the configuration names, relative to the workspace root. */
  readonly outsideFiles: readonly string[];
}

/** The files in which test configurations are searched. */
export interface ConfigSources {
  readonly runners: TestRunners;
  readonly readText: ReadText;
}

/**
 * Finds the test configurations of a folder: the one that its test runner would load, one of a second test
 * runner, and those that the user has declared. Reads files and executes nothing.
 */
export function findTestConfigs(folder: TestFolder, sources: ConfigSources): FoundTestConfig[] {
  const { runners, readText } = sources;
  const usual = [...folder.usual]
    .sort(compareConfigFiles(runners))
    .filter((file) => runners.some((runner) => configuresTests(runner, file, folder, readText)));
  const main = usual[0];
  const runnerAt = (file: string) => findRunner(file, sources);
  const other = usual.find((file) => main !== undefined && runnerAt(file) !== runnerAt(main));
  const paths = [main, other, ...folder.included].filter((path) => path !== undefined);
  const taken = new Set<string>();
  return paths.map((path) => {
    const relative = posix.relative(folder.root, path);
    const runner = runnerAt(path);
    const named = path === other ? runner.name : configSuffix(runners, relative);
    return {
      runner,
      path,
      // The test runner finds a list of projects itself and does not accept it as an option.
      file: findConfigFileName(runner, path)?.listsProjects ? undefined : relative,
      suffix: path === main || paths.length === 1 ? '' : freeSuffix(named, taken),
      outsideFiles: outsideFiles(path, folder.root, readText),
    };
  });
}

/** A project and its test configurations. */
export interface TestProject {
  readonly folder: TestFolder;
  readonly configs: readonly FoundTestConfig[];
}

/**
 * Whether the configuration at the workspace root only lists the configurations of other projects, which run the same
 * tests.
 */
export function repeatsOthers(
  { folder, configs }: TestProject,
  all: readonly TestProject[],
  { runners, readText }: ConfigSources,
): boolean {
  if (folder.root !== '.' || folder.included.length > 0) return false;
  const others = all.filter((one) => one.folder.root !== '.').flatMap((one) => one.configs);
  if (!configs.every(({ runner }) => others.some((other) => other.runner === runner))) return false;
  const delegating = folder.usual.flatMap((file) => {
    const text = readText(file) ?? '';
    const names = runners.flatMap((runner) => findConfigFileName(runner, file) ?? []);
    return names
      .filter((name) => holdsConfiguration(name, file, readText) && delegatesToProjects(name, text))
      .map((name) => ({ name, text }));
  });
  return delegating.length > 0 && delegating.every(({ name, text }) => onlyListsProjects(name, text));
}

function freeSuffix(suffix: string, taken: Set<string>): string {
  let free = suffix === '' ? '2' : suffix;
  for (let count = 2; taken.has(free); count++) free = suffix === '' ? `${count}` : `${suffix}-${count}`;
  taken.add(free);
  return free;
}

/** Whether a file with a usual configuration file name of the test runner configures tests. */
function configuresTests(
  runner: TestRunner,
  file: string,
  { runs }: TestFolder,
  readText: ReadText,
): boolean {
  const name = findConfigFileName(runner, file);
  if (name === undefined || !holdsConfiguration(name, file, readText)) return false;
  const { isAmbiguous, mentionsTests } = name;
  if (!isAmbiguous) return true;
  const isMentioned =
    mentionsTests !== undefined &&
    configClosure(file, readText).some((path) => mentionsTests(readText(path) ?? ''));
  return isMentioned || runs(runner);
}

/**
 * Of the test runners with this usual file name, the first whose configuration the file contains, otherwise
 * the last.
 */
function findRunner(file: string, { runners, readText }: ConfigSources): TestRunner {
  const candidates = runners.filter((runner) => findConfigFileName(runner, file) !== undefined);
  const configured = candidates.find((runner) => {
    const name = findConfigFileName(runner, file);
    return name !== undefined && holdsConfiguration(name, file, readText);
  });
  return configured ?? candidates.at(-1) ?? runnerOfConfig(runners, file);
}

function holdsConfiguration(name: ConfigFileName, file: string, readText: ReadText): boolean {
  return name.holdsConfiguration?.(readText(file) ?? '') ?? true;
}

/** Files outside the project that its configuration refers to, directly or through other configurations. */
function outsideFiles(configFile: string, root: string, readText: ReadText): string[] {
  return configClosure(configFile, readText).filter((path) => !isInside(root, path));
}
