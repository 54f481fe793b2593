import { z } from 'zod';
import { renderProblem } from '@nx-testmon/core';
import { nearestName } from '@nx-testmon/engine/nearest-name';

/** Options of the plugin's entry in `nx.json`, with defaults filled in. */
export interface PluginOptions {
  readonly targetName: string;
  readonly affectedTargetName: string;
  /** Globs, relative to the workspace root, of configuration files with custom names. */
  readonly include: readonly string[];
  /** Globs of configuration files, or of project roots, to ignore. */
  readonly exclude: readonly string[];
  /** Names of targets to take `dependsOn`, `configurations` and `env` from; the first that exists counts. */
  readonly inheritFrom: readonly string[] | undefined;
}

const name = z.string().min(1, 'must not be empty');
const names = z.array(name);
const shape = {
  targetName: name.optional(),
  affectedTargetName: name.optional(),
  include: z.union([name.transform((one) => [one]), names], 'must be a glob or a list of globs').optional(),
  exclude: z.union([name.transform((one) => [one]), names], 'must be a glob or a list of globs').optional(),
  inheritFrom: z
    .union([name.transform((one) => [one]), names], 'must be a target name or a list of them')
    .optional(),
};
const schema = z.strictObject(shape);

/**
 * Parses the plugin's `options` in `nx.json`.
 *
 * @throws Error with the name of the option: ignoring a misspelled option could hide tests
 */
export function parsePluginOptions(raw: unknown): PluginOptions {
  const parsed = schema.safeParse(raw ?? {});
  if (!parsed.success) {
    throw invalid(parsed.error.issues.map(describe));
  }
  const { targetName = 'testmon', affectedTargetName = 'test-affected' } = parsed.data;
  if (targetName === affectedTargetName) {
    throw invalid([`"targetName" and "affectedTargetName" are both "${targetName}"`]);
  }
  const { include = [], exclude = [], inheritFrom } = parsed.data;
  return { targetName, affectedTargetName, include, exclude, inheritFrom };
}

function invalid(rules: readonly string[]): Error {
  return new Error(renderProblem({ kind: 'invalid-plugin-options', rules }));
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return issue.keys.map(describeUnknown).join('; ');
  const option = issue.path.join('.');
  return option === '' ? `must be an object: ${issue.message}` : `"${option}" ${issue.message}`;
}

function describeUnknown(key: string): string {
  const known = Object.keys(shape);
  const near = nearestName(key, known);
  return near === undefined
    ? `unknown option "${key}", the options are ${known.join(', ')}`
    : `unknown option "${key}", did you mean "${near}"?`;
}
