import {
  type EnvironmentVariables,
  namesOfOption,
  type Problem,
  taskOptionTable,
  variableOf,
} from '@nx-testmon/core';
import { findForeignVariables, userVariables } from '../../task/options/known-variables';
import { parseTaskOptions } from '../../task/options/parse-task-options';
import type { SetupCheck } from './setup-check';

/** What is known about a CI job besides its environment variables. */
export interface JobFacts {
  /** Absolute path of the database. */
  readonly database: string;
  readonly hasStore: boolean;
}

/**
 * Checks whether the variables that set options are known, valid and consistent. Their values are not shown.
 */
export function checkVariables(env: EnvironmentVariables): SetupCheck {
  const parsed = parseTaskOptions({}, env);
  const contradictions = findContradictions(env);
  const misspelled = parsed.ok ? [] : parsed.problems;
  const named = new Set(misspelled.flatMap((one) => (one.kind === 'unknown-variable' ? [one.variable] : [])));
  const unread = findForeignVariables(env).filter((name) => !named.has(name));
  const set = userVariables.filter((name) => env[name] !== undefined);
  return {
    name: 'variables',
    found: set.length === 0 ? 'no variable sets an option' : `options are set by ${set.join(', ')}`,
    problems: [
      ...misspelled,
      ...contradictions,
      ...(unread.length > 0 ? [{ kind: 'unread-variables', variables: unread } as const] : []),
    ],
  };
}

/**
 * Finds options that are set together with their opposite to values that exclude each other. The parser would
 * silently prefer one of them.
 */
function findContradictions(env: EnvironmentVariables): Problem[] {
  return taskOptionTable.flatMap((option): Problem[] => {
    const opposite = 'opposite' in option ? option.opposite : undefined;
    if (opposite === undefined) return [];
    const variables = namesOfOption(option).map(variableOf).slice(0, 2);
    const [on, off] = variables.map((name) => flagOf(env[name]));
    return on !== undefined && on === off ? [{ kind: 'contradicting-variables', variables }] : [];
  });
}

/** The value as `parseTaskOptions` reads it; `undefined` for any other text. */
function flagOf(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (['1', 'true', 'yes', 'on', ''].includes(value)) return true;
  return ['0', 'false', 'no', 'off'].includes(value) ? false : undefined;
}

/** Checks the rule that the main branch collects and other jobs only read. Returns nothing outside of CI. */
export function checkCi(env: EnvironmentVariables, { database, hasStore }: JobFacts): SetupCheck[] {
  if (!isCi(env)) return [];
  const parsed = parseTaskOptions({}, env);
  const { enabled, collect } = parsed.ok ? parsed.options : { enabled: true, collect: true };
  const problems: Problem[] = [
    ...(hasStore ? [] : [{ kind: 'store-not-restored', file: database } as const]),
    ...(parsed.ok && enabled && collect && isForPullRequest(env)
      ? [{ kind: 'pull-request-collects' } as const]
      : []),
    ...(enabled && !collect && isForMainBranch(env)
      ? [
          {
            kind: 'main-branch-reads-only',
            variables: collectVariables.filter((name) => env[name] !== undefined),
          } as const,
        ]
      : []),
  ];
  const use = collect ? 'collects' : 'only reads';
  const found = `this CI job has a store and ${enabled ? use : 'does not use it, because of NX_TESTMON'}`;
  return [{ name: 'ci', found, problems }];
}

const collectVariables = taskOptionTable
  .filter(({ name }) => name === 'nocollect')
  .flatMap(namesOfOption)
  .map(variableOf);

function isCi({ CI: ci }: EnvironmentVariables): boolean {
  return ci !== undefined && !['', '0', 'false'].includes(ci);
}

function isForPullRequest(env: EnvironmentVariables): boolean {
  return (
    ['pull_request', 'pull_request_target'].includes(env['GITHUB_EVENT_NAME'] ?? '') ||
    env['CI_PIPELINE_SOURCE'] === 'merge_request_event'
  );
}

/** GitHub does not expose the default branch. */
function isForMainBranch(env: EnvironmentVariables): boolean {
  const isOfGitHub =
    env['GITHUB_EVENT_NAME'] === 'push' && ['main', 'master'].includes(env['GITHUB_REF_NAME'] ?? '');
  const { CI_COMMIT_BRANCH: branch, CI_DEFAULT_BRANCH: main } = env;
  return isOfGitHub || (branch !== undefined && branch === main && env['CI_PIPELINE_SOURCE'] === 'push');
}
