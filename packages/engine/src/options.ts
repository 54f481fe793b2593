import { taskOptionTable, type TaskOptionEntry, type TaskOptionName, variableOf } from '@nx-testmon/core';
import { z } from 'zod';
import { runnerArguments } from './runner-arguments';

/** Options of a task, as parsed by {@link parseTaskOptions}. */
export interface TaskOptions {
  /** False: nothing on disk is changed. */
  readonly collect: boolean;
  /** False: nothing is skipped. */
  readonly select: boolean;
  /** True: everything runs, and what the selection would have skipped must not fail. */
  readonly verify: boolean;
  /** False: what tests execute is not looked at, and selection stays static. */
  readonly probes: boolean;
  readonly testRunner: 'auto' | 'vitest' | 'jest' | 'node';
  /** Path of the runner's configuration, relative to the project root or the workspace root. */
  readonly config: string | undefined;
  /** Names the environment; facts of different environments never meet. */
  readonly environment: string;
  /** Names of environment variables whose values are part of the environment. */
  readonly environmentVariables: readonly string[];
  /** Absolute, or relative to the workspace root. */
  readonly reportFile: string | undefined;
  /** Everything else, as the runner's own command line. */
  readonly runnerArguments: readonly string[];
}

export type ParsedTaskOptions =
  { readonly ok: true; readonly options: TaskOptions } | { readonly ok: false; readonly problem: string };

const flag = z.union([
  z.boolean(),
  z.enum(['1', 'true', 'yes', 'on', '']).transform(() => true),
  z.enum(['0', 'false', 'no', 'off']).transform(() => false),
]);
const names = z.union([
  z.array(z.string()),
  z.string().transform((list) => list.split(',').map((name) => name.trim())),
]);

const shape = {
  nocollect: flag.optional(),
  collect: flag.optional(),
  noselect: flag.optional(),
  select: flag.optional(),
  verify: flag.default(false),
  probes: flag.default(true),
  testRunner: z.enum(['auto', 'vitest', 'jest', 'node']).default('auto'),
  config: z.string().min(1).optional(),
  environment: z.string().min(1).default('default'),
  environmentVariables: names.default([]),
  reportFile: z.string().min(1).optional(),
} satisfies Record<TaskOptionName | 'collect' | 'select', z.ZodType>;
const schema = z.object(shape);

const ownOptions = Object.keys(schema.shape);

/**
 * Parses what a user wrote: an executor's or a command's options, then `NX_TESTMON_<OPTION>` variables,
 * which win.
 *
 * @param raw as Nx hands them over: `--nocollect` is `{nocollect: true}`, `--no-collect` is `{collect: false}`;
 *   unknown ones become the runner's arguments
 */
export function parseTaskOptions(
  raw: Readonly<Record<string, unknown>>,
  env: Readonly<Record<string, string | undefined>>,
): ParsedTaskOptions {
  const fromVariables: Record<string, string> = {};
  for (const option of ownOptions) {
    const value = env[variableOf(option)];
    if (value !== undefined) fromVariables[option] = value;
  }
  const own: Record<string, unknown> = {};
  const others: Record<string, unknown> = {};
  for (const [option, value] of Object.entries(raw))
    (ownOptions.includes(option) ? own : others)[option] = value;
  dropOpposites(own, fromVariables);

  const parsed = schema.safeParse({ ...own, ...fromVariables });
  if (!parsed.success) return { ok: false, problem: describe(parsed.error, fromVariables) };
  const { nocollect, collect, noselect, select, ...rest } = parsed.data;
  const selects = noselect !== true && select !== false;
  if (rest.verify && !selects) return { ok: false, problem: contradiction };
  return {
    ok: true,
    options: {
      verify: rest.verify,
      probes: rest.probes,
      testRunner: rest.testRunner,
      config: rest.config,
      environment: rest.environment,
      environmentVariables: rest.environmentVariables.filter((name) => name !== ''),
      reportFile: rest.reportFile,
      collect: nocollect !== true && collect !== false,
      select: selects,
      runnerArguments: runnerArguments(others),
    },
  };
}

const contradiction =
  'verify and noselect contradict each other: verify runs everything too, and checks the selection; leave one out';

/** A variable wins over the option of the opposite name too: `NX_TESTMON_NOCOLLECT=0` over `--no-collect`. */
function dropOpposites(own: Record<string, unknown>, variables: Readonly<Record<string, string>>): void {
  for (const [one, other] of [
    ['nocollect', 'collect'],
    ['noselect', 'select'],
  ] as const) {
    if (one in variables || other in variables) {
      delete own[one];
      delete own[other];
    }
  }
}

function describe(error: z.ZodError, variables: Readonly<Record<string, string>>): string {
  const lines = error.issues.map((issue) => {
    const option = String(issue.path[0]);
    const name = option in variables ? variableOf(option) : `--${option}`;
    return `${name}: ${allowed(option)}`;
  });
  return `${lines.join('; ')}. See the options table in the README of nx-testmon.`;
}

function allowed(option: string): string {
  const entry: TaskOptionEntry | undefined = taskOptionTable.find(({ name }) => name === option);
  switch (entry?.kind) {
    case 'choice':
      return `must be ${entry.choices?.join(' or ')}`;
    case 'names':
      return 'must be names of variables, separated by commas';
    case 'text':
      return 'must be a text that is not empty';
    default:
      return 'must be true or false';
  }
}
