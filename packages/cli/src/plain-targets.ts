import {
  chooseByConfig,
  findTestConfigs,
  type FoundTestConfig,
  type ReadText,
  repeatsOthers,
  testRunners,
  type TestFolder,
  type TestRunnerTraits,
} from '@nx-testmon/core';
import { EXECUTOR } from './find-targets';
import type { NxTarget } from './nx-graph';

/** A package of a workspace without Nx. */
export interface PlainPackage {
  /** Relative to the workspace root; `.` for the root itself. */
  readonly root: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Its files with the runners' own names for configurations, relative to the workspace root. */
  readonly usual: readonly string[];
}

type Targets = Readonly<Record<string, NxTarget>>;

/**
 * The targets that our plugin would infer, by the root of each package that has any.
 *
 * @param hasTestsOutside whether files that look like tests lie in none of these folders
 */
export function inferPlainTargets(
  packages: readonly PlainPackage[],
  readText: ReadText,
  hasTestsOutside: (folders: readonly string[]) => boolean,
): ReadonlyMap<string, Targets> {
  const found = packages.map((one) => {
    const folder = folderOf(one);
    return { ...one, folder, configs: findTestConfigs(folder, readText) };
  });
  const withTests = found.filter(({ configs }) => configs.length > 0);
  const repeats = (one: (typeof found)[number]) =>
    one.configs.length > 0 &&
    repeatsOthers(one, withTests, readText) &&
    !hasTestsOutside(withTests.map(({ root }) => root).filter((root) => root !== one.root));
  return new Map(
    found
      .filter((one) => !repeats(one))
      .map((one) => [one.root, targetsOf(one, one.configs)] as const)
      .filter(([, targets]) => Object.keys(targets).length > 0),
  );
}

function folderOf({ root, usual, scripts }: PlainPackage): TestFolder {
  const runs: TestFolder['runs'] = (runner) => runsTests(scripts, testRunners[runner]);
  return { root, usual, included: [], runs };
}

function runsTests(scripts: PlainPackage['scripts'], { parseCommand }: TestRunnerTraits): boolean {
  return Object.values(scripts).some((script) => parseCommand(script) !== undefined);
}

function targetsOf(one: PlainPackage, configs: readonly FoundTestConfig[]): Targets {
  if (configs.length > 0) {
    return Object.fromEntries(
      configs.map(({ runner, file, suffix }) => [
        suffix === '' ? 'testmon' : `testmon-${suffix}`,
        targetOf(one, testRunners[runner], file),
      ]),
    );
  }
  // A script that runs a runner without any configuration has the runner's defaults.
  const runner = [testRunners.vitest, testRunners.jest].find((traits) => runsTests(one.scripts, traits));
  if (runner) return { testmon: targetOf(one, runner, undefined) };
  return runsTestmon(one) ? { testmon: { executor: EXECUTOR, options: {} } } : {};
}

/** What the package's own command says of the tests holds for ours, unless that command is ours already. */
function targetOf(one: PlainPackage, runner: TestRunnerTraits, file: string | undefined): NxTarget {
  const names = [...new Set([...runner.targetNames, ...Object.keys(one.scripts).sort()])];
  const owners = names.map((name) => ({ command: runner.parseCommand(one.scripts[name] ?? '') }));
  const own = runsTestmon(one) ? undefined : chooseByConfig(owners, file, one.root)?.command;
  return {
    executor: EXECUTOR,
    options: {
      ...(file === undefined ? {} : { config: file }),
      ...(runner.name === 'vitest' ? {} : { testRunner: runner.name }),
      ...own?.flags,
      ...(own && Object.keys(own.env).length > 0 ? { env: own.env } : {}),
    },
  };
}

function runsTestmon({ scripts }: PlainPackage): boolean {
  return Object.values(scripts).some((script) => /\btestmon\b/.test(script));
}
