import { posix } from 'node:path';
import { configClosure, type ReadText } from './config-closure';
import {
  comparePrecedence,
  configFileKind,
  configSuffix,
  configuresJest,
  delegatesToProjects,
  mentionsTests,
  runnerOf,
} from './config-file';
import type { TestRunnerTraits } from './test-runners';

type RunnerName = TestRunnerTraits['name'];

/** A folder that is a project, or may be one. */
export interface TestFolder {
  /** Relative to the workspace root. */
  readonly root: string;
  /** Its files with the runners' own names for configurations, `package.json` among them. */
  readonly usual: readonly string[];
  /** Files that the user names as configurations. */
  readonly included: readonly string[];
  /** Whether a command of the project visibly runs a runner. */
  readonly runs: (runner: RunnerName) => boolean;
}

/** One test configuration of a project. */
export interface FoundTestConfig {
  readonly runner: RunnerName;
  /** Relative to the workspace root. */
  readonly path: string;
  /** Relative to the project root; `undefined` where the runner has to find it by itself. */
  readonly file: string | undefined;
  /** Tells this configuration from its siblings; empty for the project's main one. */
  readonly suffix: string;
  /** Files outside the project that the configuration names, relative to the workspace root. */
  readonly outsideFiles: readonly string[];
}

/**
 * The configurations by which tests of a folder are run: the one that its runner would load, one of a second
 * runner, and those that the user names. Reads text and runs nothing.
 */
export function findTestConfigs(folder: TestFolder, readText: ReadText): FoundTestConfig[] {
  const usual = [...folder.usual]
    .sort(comparePrecedence)
    .filter((file) => configuresTests(file, folder, readText));
  const main = usual[0];
  const nameOf = (file: string) => runnerAt(file, readText);
  const other = usual.find((file) => main !== undefined && nameOf(file) !== nameOf(main));
  const paths = [main, other, ...folder.included].filter((path) => path !== undefined);
  const taken = new Set<string>();
  return paths.map((path) => {
    const relative = posix.relative(folder.root, path);
    const runner = nameOf(path);
    const named = path === other ? runner : configSuffix(relative);
    return {
      runner,
      path,
      // Vitest finds a workspace file by itself and takes none as its configuration.
      file: configFileKind(path) === 'workspace' ? undefined : relative,
      suffix: path === main || paths.length === 1 ? '' : freeSuffix(named, taken),
      outsideFiles: outsideFiles(path, folder.root, readText),
    };
  });
}

/** A project with the configurations of its tests. */
export interface TestProject {
  readonly folder: TestFolder;
  readonly configs: readonly FoundTestConfig[];
}

/**
 * Whether the configuration at the workspace root only lists those of other projects, which run the same tests by
 * themselves.
 */
export function repeatsOthers(
  { folder, configs }: TestProject,
  all: readonly TestProject[],
  readText: ReadText,
): boolean {
  if (folder.root !== '.' || folder.included.length > 0) return false;
  const others = all.filter((one) => one.folder.root !== '.').flatMap((one) => one.configs);
  return (
    configs.every(({ runner }) => others.some((other) => other.runner === runner)) &&
    folder.usual.some((file) => delegatesToProjects(configFileKind(file) ?? 'vitest', readText(file) ?? ''))
  );
}

function freeSuffix(suffix: string, taken: Set<string>): string {
  let free = suffix === '' ? '2' : suffix;
  for (let count = 2; taken.has(free); count++) free = suffix === '' ? `${count}` : `${suffix}-${count}`;
  taken.add(free);
  return free;
}

function configuresTests(file: string, { runs }: TestFolder, readText: ReadText): boolean {
  const kind = configFileKind(file);
  if (kind === 'manifest') return configuresJest(readText(file) ?? '') || runs('node');
  if (kind !== 'vite') return true;
  return configClosure(file, readText).some((path) => mentionsTests(readText(path) ?? '')) || runs('vitest');
}

/** A manifest without a configuration of Jest is there for its scripts. */
function runnerAt(file: string, readText: ReadText): RunnerName {
  const isForScripts = configFileKind(file) === 'manifest' && !configuresJest(readText(file) ?? '');
  return isForScripts ? 'node' : runnerOf(file);
}

/** Files outside the project that its configuration, or one that it builds on, names. */
function outsideFiles(configFile: string, root: string, readText: ReadText): string[] {
  const isInside = (path: string) => root === '.' || path.startsWith(`${root}/`);
  return configClosure(configFile, readText).filter((path) => !isInside(path));
}
