import { TESTMON_EXECUTOR } from '@nx-testmon/core';
import {
  chooseByConfig,
  findTestConfigs,
  type FoundTestConfig,
  type ReadText,
  repeatsOthers,
  type TestFolder,
  type TestRunner,
  testRunners,
} from '@nx-testmon/engine/test-runners';
import type { NxTarget } from './nx-graph';
import { runsTestmon } from './package-scripts';

/** A package of a workspace without Nx. */
export interface PlainPackage {
  /** Relative to the workspace root; `.` for the root itself. */
  readonly root: string;
  readonly scripts: Readonly<Record<string, string>>;
  /** Its files with the standard names of test configurations, relative to the workspace root. */
  readonly usual: readonly string[];
}

type Targets = Readonly<Record<string, NxTarget>>;

/**
 * Infers the targets that the Nx plugin would infer, by the root of each package that has any.
 *
 * @param hasTestsOutside whether there are files outside of these folders that look like tests
 */
export function inferPlainTargets(
  packages: readonly PlainPackage[],
  readText: ReadText,
  hasTestsOutside: (folders: readonly string[]) => boolean,
): ReadonlyMap<string, Targets> {
  const sources = { runners: testRunners, readText };
  const found = packages.map((one) => {
    const folder = folderOf(one);
    return { ...one, folder, configs: findTestConfigs(folder, sources) };
  });
  const withTests = found.filter(({ configs }) => configs.length > 0);
  const repeats = (one: (typeof found)[number]) =>
    one.configs.length > 0 &&
    repeatsOthers(one, withTests, sources) &&
    !hasTestsOutside(withTests.map(({ root }) => root).filter((root) => root !== one.root));
  const own = found
    .filter((one) => !repeats(one))
    .map((one) => ({ ...one, targets: targetsOf(one, one.configs) }))
    .filter(({ targets }) => Object.keys(targets).length > 0);
  const others = own.map(({ root }) => root).filter((root) => root !== '.');
  // If only `testmon run` is a sign of tests at the root, the script runs the tests of the packages.
  const startsOthers = (one: (typeof own)[number]) =>
    one.root === '.' && others.length > 0 && showsNoRunner(one) && !hasTestsOutside(others);
  return new Map(own.filter((one) => !startsOthers(one)).map(({ root, targets }) => [root, targets]));
}

function showsNoRunner({
  scripts,
  configs,
}: PlainPackage & { readonly configs: readonly unknown[] }): boolean {
  return configs.length === 0 && !testRunners.some((runner) => runsTests(scripts, runner));
}

function folderOf({ root, usual, scripts }: PlainPackage): TestFolder {
  const runs: TestFolder['runs'] = (runner) => runsTests(scripts, runner);
  return { root, usual, included: [], runs };
}

function runsTests(scripts: PlainPackage['scripts'], runner: TestRunner): boolean {
  return Object.values(scripts).some((script) => runner.parseCommand(script) !== undefined);
}

function targetsOf(one: PlainPackage, configs: readonly FoundTestConfig[]): Targets {
  if (configs.length > 0) {
    return Object.fromEntries(
      configs.map(({ runner, file, suffix }) => [
        suffix === '' ? 'testmon' : `testmon-${suffix}`,
        targetOf(one, runner, file),
      ]),
    );
  }
  // A script that runs a test runner without a configuration uses its defaults.
  const runner = testRunners.find((candidate) => runsTests(one.scripts, candidate));
  if (runner) return { testmon: targetOf(one, runner, undefined) };
  return hasTestmonScript(one) ? { testmon: { executor: TESTMON_EXECUTOR, options: {} } } : {};
}

/** The flags and variables of the package's own test command apply, unless that command is `testmon`. */
function targetOf(one: PlainPackage, runner: TestRunner, file: string | undefined): NxTarget {
  const names = [...new Set([...runner.targetNames, ...Object.keys(one.scripts).sort()])];
  const owners = names.map((name) => ({ command: runner.parseCommand(one.scripts[name] ?? '') }));
  const own = hasTestmonScript(one) ? undefined : chooseByConfig(owners, file, one.root)?.command;
  return {
    executor: TESTMON_EXECUTOR,
    options: {
      ...(file === undefined ? {} : { config: file }),
      ...(runner === testRunners[0] ? {} : { testRunner: runner.name }),
      ...own?.flags,
      ...(own && Object.keys(own.env).length > 0 ? { env: own.env } : {}),
    },
  };
}

function hasTestmonScript({ scripts }: PlainPackage): boolean {
  return Object.values(scripts).some(runsTestmon);
}
