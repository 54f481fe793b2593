import {
  type EnvironmentVariables,
  type OptionProblem,
  otherNamesOf,
  type TaskOptionName,
  variableOf,
} from '@nx-testmon/core';
import * as v from 'valibot';
import { taskOptions, testRunnerChoices } from '../../test-runners';
import { findMistypedNames } from './mistyped-names';
import { runnerArguments } from './runner-arguments';

/** Options of a task, as parsed by {@link parseTaskOptions}. */
export interface TaskOptions {
  /** If false, nothing on disk is changed. */
  readonly collect: boolean;
  /** If false, nothing is skipped. */
  readonly select: boolean;
  /** If true, unaffected test files are skipped even if the test runner's arguments filter the run. */
  readonly forceselect: boolean;
  /** If false, the test runner runs directly. */
  readonly enabled: boolean;
  /** If true, everything runs, and a test file that the selection would have skipped must not fail. */
  readonly verify: boolean;
  /** The share of skipped test files that run nevertheless, in percent; 0 for none. */
  readonly audit: number;
  /** If false, executed blocks are not collected, and the selection is static. */
  readonly probes: boolean;
  /** Name of a test runner, or `auto`. */
  readonly testRunner: string;
  /** Path of the test runner's configuration, relative to the project root or the workspace root. */
  readonly config: string | undefined;
  /** Name of the environment. Facts of different environments are never compared. */
  readonly environment: string;
  /** Names of environment variables whose values are part of the environment. */
  readonly environmentVariables: readonly string[];
  /** Globs of files that count for every test of the project, relative to the workspace root. */
  readonly dependsOnFiles: readonly string[];
  /** Names or globs of npm packages that count for no test. */
  readonly ignoreDependencies: readonly string[];
  /** Path, absolute or relative to the workspace root. */
  readonly reportFile: string | undefined;
  /** Path of the plan, absolute or relative to the workspace root, and the shard that runs. */
  readonly plan: { readonly file: string; readonly shard: string } | undefined;
  /** How many times a failed test file is run again if it is known to be flaky; 0 for never. */
  readonly retryFlaky: number;
  /** All other options, as the test runner's command line. */
  readonly runnerArguments: readonly string[];
}

export type ParsedTaskOptions =
  | { readonly ok: true; readonly options: TaskOptions }
  | { readonly ok: false; readonly problems: readonly OptionProblem[] };

/** A test file that needs more retries is broken. */
const MOST_RETRIES = 9;

const flag = v.union([
  v.boolean(),
  v.pipe(
    v.picklist(['1', 'true', 'yes', 'on', '']),
    v.transform(() => true),
  ),
  v.pipe(
    v.picklist(['0', 'false', 'no', 'off']),
    v.transform(() => false),
  ),
]);
const names = v.union([
  v.array(v.string()),
  v.pipe(
    v.string(),
    v.transform((list) => list.split(',').map((name) => name.trim())),
  ),
]);
const text = v.pipe(v.string(), v.minLength(1));

const retries = v.union([
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_RETRIES)),
  v.pipe(
    v.string(),
    v.regex(/^\d$/),
    v.transform((digits) => Number(digits)),
  ),
]);

const percentage = v.pipe(
  v.union([
    v.number(),
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}(\.\d+)?%?$/),
      v.transform((text) => Number(text.replace('%', ''))),
    ),
  ]),
  v.minValue(0),
  v.maxValue(100),
);

const shape = {
  nocollect: v.optional(flag),
  collect: v.optional(flag),
  noselect: v.optional(flag),
  select: v.optional(flag),
  forceselect: v.optional(flag, false),
  enabled: v.optional(flag),
  testmon: v.optional(flag),
  verify: v.optional(flag, false),
  audit: v.optional(percentage, 0),
  probes: v.optional(flag, true),
  testRunner: v.optional(v.picklist(testRunnerChoices), 'auto'),
  config: v.optional(text),
  environment: v.optional(text, 'default'),
  environmentVariables: v.optional(names, []),
  dependsOnFiles: v.optional(names, []),
  ignoreDependencies: v.optional(names, []),
  reportFile: v.optional(text),
  plan: v.optional(text),
  planShard: v.optional(text),
  retryFlaky: v.optional(retries, 0),
} satisfies Record<TaskOptionName | 'collect' | 'select' | 'testmon', v.GenericSchema>;
const schema = v.object(shape);

const ownOptions = Object.keys(shape);

/**
 * Parses the user's options: those of an executor or a command, then `NX_TESTMON_<OPTION>` variables, which
 * override them.
 *
 * @param raw options as Nx passes them: `--nocollect` is `{nocollect: true}`, `--no-collect` is `{collect:
 * false}`; unknown options become arguments of the test runner
 */
export function parseTaskOptions(
  raw: Readonly<Record<string, unknown>>,
  env: EnvironmentVariables,
): ParsedTaskOptions {
  const { own, others, fromVariables } = separateOptions(raw, env);
  const mistyped = findMistypedNames(Object.keys(others), env);
  if (mistyped.length > 0) return refused(...mistyped);
  const parsed = v.safeParse(schema, { ...own, ...fromVariables });
  if (!parsed.success) return refused(...invalidOptions(parsed.issues, fromVariables));
  const { nocollect, collect, noselect, select, enabled, testmon, plan, planShard, ...rest } = parsed.output;
  const selects = noselect !== true && select !== false;
  const contradiction = findContradiction(parsed.output, selects);
  if (contradiction !== undefined) return refused(contradiction);
  return {
    ok: true,
    options: {
      ...rest,
      enabled: enabled !== false && testmon !== false,
      config: rest.config,
      environmentVariables: withoutEmpty(rest.environmentVariables),
      dependsOnFiles: withoutEmpty(rest.dependsOnFiles),
      ignoreDependencies: withoutEmpty(rest.ignoreDependencies),
      reportFile: rest.reportFile,
      plan: plan !== undefined && planShard !== undefined ? { file: plan, shard: planShard } : undefined,
      collect: nocollect !== true && collect !== false,
      select: selects,
      runnerArguments: runnerArguments(others),
    },
  };
}

/**
 * Separates the options of nx-testmon, those set by variables, and all others. A variable replaces the
 * option.
 */
function separateOptions(raw: Readonly<Record<string, unknown>>, env: EnvironmentVariables) {
  const fromVariables: Record<string, string> = {};
  for (const option of ownOptions) {
    const value = option === 'testmon' ? undefined : env[variableOf(option)];
    if (value !== undefined) fromVariables[option] = value;
  }
  const own: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(raw))
    (ownOptions.includes(option) ? own : others)[option] = value;
  for (const name of Object.keys(fromVariables).flatMap(otherNamesOf)) delete own[name];
  return { own, others, fromVariables };
}

/** Finds options that are valid individually but contradict each other. */
function findContradiction(
  { verify, forceselect, audit, plan, planShard, dependsOnFiles }: v.InferOutput<typeof schema>,
  selects: boolean,
): OptionProblem | undefined {
  const needsSelection = verify ? 'verify' : forceselect ? 'forceselect' : audit > 0 ? 'audit' : undefined;
  if (needsSelection !== undefined && !selects)
    return { kind: 'contradicting-options', option: needsSelection };
  if ((plan === undefined) !== (planShard === undefined))
    return { kind: 'plan-or-shard-missing', missing: plan === undefined ? 'plan' : 'planShard' };
  const outside = dependsOnFiles.find((glob) => /^([\\/]|[A-Za-z]:|(.*[\\/])?\.\.([\\/]|$))/.test(glob));
  return outside === undefined ? undefined : { kind: 'glob-outside-workspace', glob: outside };
}

function refused(...problems: readonly OptionProblem[]): ParsedTaskOptions {
  return { ok: false, problems };
}

function withoutEmpty(texts: readonly string[]): string[] {
  return texts.filter((text) => text !== '');
}

function invalidOptions(
  issues: readonly v.BaseIssue<unknown>[],
  variables: Readonly<Record<string, string>>,
): OptionProblem[] {
  return issues.map((issue) => {
    const option = String(issue.path?.[0]?.key);
    const name = option in variables ? variableOf(option) : `--${option}`;
    return { kind: 'invalid-option', name, rule: ruleOf(option) };
  });
}

const choices = new Intl.ListFormat('en', { type: 'disjunction' });

/** Describes the valid values of an option. */
function ruleOf(option: string): string {
  const entry = taskOptions.find(({ name }) => name === option);
  switch (entry?.kind) {
    case 'choice':
      return `must be ${choices.format(entry.choices ?? [])}`;
    case 'names':
      return 'must be a list of strings, or one string with commas between them';
    case 'text':
      return 'must be a string that is not empty';
    case 'number':
      return `must be a number from 0 to ${MOST_RETRIES}`;
    case 'percentage':
      return 'must be a percentage from 0% to 100%, such as 5%';
    case 'flag':
    case undefined:
      return 'must be true or false';
  }
}
