import type { TargetConfiguration } from '@nx/devkit';
import {
  namesOfOption,
  TARGET_MARK,
  type TargetMark,
  taskOptionTable,
  TESTMON_EXECUTOR,
  variableOf,
} from '@nx-testmon/core';
import { type TestCommand, type TestRunner, testRunners } from '@nx-testmon/engine/test-runners';
import type { OwnTestTarget } from './own-test-target';
import type { PluginOptions } from './plugin-options';
import { SYNCED_INPUT } from './synced-input';

/** One test configuration of a project. */
export interface TestConfig {
  readonly runner: TestRunner;
  /** Path relative to the project root; `undefined` if the test runner finds the file itself. */
  readonly file: string | undefined;
  /** Distinguishes the targets of several configurations; empty for the main configuration of the project. */
  readonly suffix: string;
  /** Files outside of the project that the configuration names, relative to the workspace root. */
  readonly outsideFiles: readonly string[];
  readonly inheritedFrom: OwnTestTarget | undefined;
}

export interface ProjectTests {
  readonly configs: readonly TestConfig[];
  /** Whether the named input `production` exists for the project. */
  readonly hasProductionInput: boolean;
  /** Whether the project has the named input for dependencies of its tests outside of the project. */
  readonly hasSyncedInput: boolean;
  /** Names of variables in the option `environmentVariables` of the targets. */
  readonly environmentVariables: readonly string[];
  /** Whether npm packages can be inputs: without a lockfile, Nx rejects a target that names one. */
  readonly hasLockfile: boolean;
}

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** Options that do not change the results of a run. */
const NEUTRAL = ['nocollect', 'collect', 'reportFile'];

/** Variables of nx-testmon that change what a run does, and therefore are part of Nx's task hash. */
const OWN_VARIABLES = [
  ...new Set(
    taskOptionTable
      .flatMap((option) => (option.name === 'enabled' ? [option.name] : namesOfOption(option)))
      .filter((name) => !NEUTRAL.includes(name))
      .map(variableOf),
  ),
  'NX_TESTMON_ARGV_OPTIONS',
];

/** Variables of the system that are part of every environment. */
const SYSTEM_VARIABLES = ['CI', 'TZ', 'LC_ALL', 'LC_MESSAGES', 'LANG', 'NODE_ENV', 'NODE_OPTIONS'];

/**
 * Files at the workspace root that Nx reads variables of a task from. Those of the project are already
 * inputs.
 */
const variableFiles = ['.env', '.env.*', '.*.env'].map((name) => `{workspaceRoot}/${name}`);

/** Builds a pair of targets for each test configuration of a project. */
export function buildTargets(
  { configs, ...project }: ProjectTests,
  options: Pick<PluginOptions, 'targetName' | 'affectedTargetName'>,
): Record<string, TargetConfiguration> {
  const targets: Record<string, TargetConfiguration> = {};
  for (const config of configs) {
    const ending = config.suffix === '' ? '' : `-${config.suffix}`;
    const name = `${options.targetName}${ending}`;
    const affected = `${options.affectedTargetName}${ending}`;
    targets[name] = withMark(buildTarget(name, config, project), config);
    if (affected !== name) targets[affected] = buildTarget(affected, config, project);
  }
  return targets;
}

/**
 * Commands that need one target of a project look for the mark, because the name of the target is
 * configurable.
 */
function withMark(target: TargetConfiguration, { suffix }: TestConfig): TargetConfiguration {
  const mark: TargetMark = suffix === '' ? 'main' : 'further';
  return { ...target, metadata: { ...target.metadata, [TARGET_MARK]: mark } };
}

function buildTarget(
  name: string,
  config: TestConfig,
  project: Omit<ProjectTests, 'configs'>,
): TargetConfiguration {
  const own = config.inheritedFrom;
  const dependsOn = own?.dependsOn?.map((dependency) => renameOwn(dependency, own.name, name));
  return {
    executor: TESTMON_EXECUTOR,
    options: {
      ...(config.file === undefined ? {} : { config: config.file }),
      // A configuration with an unknown name belongs to the first test runner.
      ...(config.runner === testRunners[0] ? {} : { testRunner: config.runner.name }),
      ...(own ? executorOptions(own) : {}),
    },
    cache: true,
    inputs: buildInputs(config, project),
    outputs: ['{workspaceRoot}/.testmon/records/{projectName}'],
    ...(dependsOn ? { dependsOn } : {}),
    ...(own?.parallelism === undefined ? {} : { parallelism: own.parallelism }),
    ...(own && Object.keys(own.configurations).length > 0
      ? {
          configurations: Object.fromEntries(
            Object.entries(own.configurations).map(([key, command]) => [
              key,
              {
                ...(command.config === undefined ? {} : { config: command.config }),
                ...executorOptions(command),
              },
            ]),
          ),
        }
      : {}),
    ...(own?.defaultConfiguration === undefined ? {} : { defaultConfiguration: own.defaultConfiguration }),
    metadata: {
      technologies: [config.runner.name],
      description: `Run the ${config.runner.title} tests that a change can affect`,
    },
  };
}

function executorOptions({ env, flags }: TestCommand): Record<string, unknown> {
  return { ...flags, ...(Object.keys(env).length > 0 ? { env } : {}) };
}

/** The inputs of Nx's own test targets, and those of the project's test target. */
function buildInputs(
  { runner, outsideFiles, inheritedFrom }: TestConfig,
  { hasProductionInput, hasSyncedInput, hasLockfile, environmentVariables }: Omit<ProjectTests, 'configs'>,
): Inputs {
  const inputs: Inputs = [
    ...(hasProductionInput
      ? [
          'default',
          '^production',
          { fileset: '{projectRoot}/tsconfig.spec.json', dependencies: true as const },
          { fileset: '{projectRoot}/tsconfig.storybook.json', dependencies: true as const },
        ]
      : ['default', '^default']),
    ...variableFiles,
    ...outsideFiles.map((file) => `{workspaceRoot}/${file}`),
    ...(hasSyncedInput ? [SYNCED_INPUT] : []),
    ...dependenciesOn(runner, hasLockfile),
    ...[...new Set([...SYSTEM_VARIABLES, ...OWN_VARIABLES, ...environmentVariables])].map((env) => ({ env })),
    { dependentTasksOutputFiles: '**/*.js', transitive: true },
  ];
  const known = new Set(inputs.map((input) => JSON.stringify(input)));
  return [...inputs, ...(inheritedFrom?.inputs ?? []).filter((input) => !known.has(JSON.stringify(input)))];
}

/** A test runner without a package is part of Node. */
function dependenciesOn({ packages }: TestRunner, hasLockfile: boolean): Inputs {
  if (packages.length === 0) return [{ runtime: 'node --version' }];
  return hasLockfile ? [{ externalDependencies: [...packages] }] : [];
}

/** `^test` in a `test` target becomes `^testmon` in a `testmon` target. */
function renameOwn<Dependency extends NonNullable<TargetConfiguration['dependsOn']>[number]>(
  dependency: Dependency,
  own: string,
  name: string,
): Dependency | string | { target: string } {
  if (dependency === `^${own}`) return `^${name}`;
  if (typeof dependency === 'object' && dependency.target === own) return { ...dependency, target: name };
  return dependency;
}
