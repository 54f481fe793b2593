import type { TargetConfiguration } from '@nx/devkit';
import { namesOfOption, taskOptionTable, variableOf } from '@nx-testmon/core';
import { type TestCommand, type TestRunner, testRunners } from '@nx-testmon/engine/test-runners';
import type { OwnTestTarget } from './own-test-target';
import type { PluginOptions } from './plugin-options';

/** One test configuration of a project. */
export interface TestConfig {
  readonly runner: TestRunner;
  /** Relative to the project root; `undefined` where the runner has to find it by itself. */
  readonly file: string | undefined;
  /** Tells this configuration's targets from those of its siblings; empty for the project's main one. */
  readonly suffix: string;
  /** Files outside the project that the configuration names, relative to the workspace root. */
  readonly outsideFiles: readonly string[];
  readonly inheritedFrom: OwnTestTarget | undefined;
}

export interface ProjectTests {
  readonly configs: readonly TestConfig[];
  /** Whether the named input `production` exists for the project. */
  readonly hasProductionInput: boolean;
  /** Whether Nx can know of npm packages: without a lockfile it refuses a target that names one. */
  readonly hasLockfile: boolean;
}

type Inputs = NonNullable<TargetConfiguration['inputs']>;

/** Options that alter nothing of what a run says about the code. */
const NEUTRAL = ['nocollect', 'collect', 'reportFile'];

/** Variables of our own that alter what a run does, so that Nx's cache must not mix them up. */
const OWN_VARIABLES = [
  ...new Set(
    taskOptionTable
      .flatMap((option) => (option.name === 'enabled' ? [option.name] : namesOfOption(option)))
      .filter((name) => !NEUTRAL.includes(name))
      .map(variableOf),
  ),
  'NX_TESTMON_ARGV_OPTIONS',
];

/** The pair of targets for each test configuration of a project. */
export function buildTargets(
  { configs, ...project }: ProjectTests,
  options: Pick<PluginOptions, 'targetName' | 'affectedTargetName'>,
): Record<string, TargetConfiguration> {
  const targets: Record<string, TargetConfiguration> = {};
  for (const config of configs) {
    for (const name of [options.targetName, options.affectedTargetName]) {
      const ending = config.suffix === '' ? '' : `-${config.suffix}`;
      targets[`${name}${ending}`] = buildTarget(`${name}${ending}`, config, project);
    }
  }
  return targets;
}

function buildTarget(
  name: string,
  config: TestConfig,
  project: Omit<ProjectTests, 'configs'>,
): TargetConfiguration {
  const own = config.inheritedFrom;
  const dependsOn = own?.dependsOn?.map((dependency) => renameOwn(dependency, own.name, name));
  return {
    executor: 'nx-testmon:testmon',
    options: {
      ...(config.file === undefined ? {} : { config: config.file }),
      // The first runner is the one of a configuration of any name.
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

/** As Nx's own test targets have them, and whatever the project's test target declares besides. */
function buildInputs(
  { runner, outsideFiles, inheritedFrom }: TestConfig,
  { hasProductionInput, hasLockfile }: Omit<ProjectTests, 'configs'>,
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
    ...outsideFiles.map((file) => `{workspaceRoot}/${file}`),
    ...dependenciesOn(runner, hasLockfile),
    { env: 'CI' },
    ...OWN_VARIABLES.map((env) => ({ env })),
    { dependentTasksOutputFiles: '**/*.js', transitive: true },
  ];
  const known = new Set(inputs.map((input) => JSON.stringify(input)));
  return [...inputs, ...(inheritedFrom?.inputs ?? []).filter((input) => !known.has(JSON.stringify(input)))];
}

/** A runner that is no package is a part of Node. */
function dependenciesOn({ packages }: TestRunner, hasLockfile: boolean): Inputs {
  if (packages.length === 0) return [{ runtime: 'node --version' }];
  return hasLockfile ? [{ externalDependencies: [...packages] }] : [];
}

/** `^test` of a `test` target means "the same for my dependencies": ours wait for ours. */
function renameOwn<Dependency extends NonNullable<TargetConfiguration['dependsOn']>[number]>(
  dependency: Dependency,
  own: string,
  name: string,
): Dependency | string | { target: string } {
  if (dependency === `^${own}`) return `^${name}`;
  if (typeof dependency === 'object' && dependency.target === own) return { ...dependency, target: name };
  return dependency;
}
