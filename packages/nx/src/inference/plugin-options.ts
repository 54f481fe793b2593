import * as v from 'valibot';
import { dictionary, renderProblem } from '@nx-testmon/core';
import { nearestName } from '@nx-testmon/engine/nearest-name';

/** Options of the plugin's entry in `nx.json`, with defaults filled in. */
export interface PluginOptions {
  readonly targetName: string;
  readonly affectedTargetName: string;
  /** Globs, relative to the workspace root, of configuration files with custom names. */
  readonly include: readonly string[];
  /** Globs of configuration files, or of project roots, to ignore. */
  readonly exclude: readonly string[];
  /**
   * Names of targets to inherit `dependsOn`, `configurations` and `env` from; the first existing one counts.
   */
  readonly inheritFrom: readonly string[] | undefined;
}

const name = v.pipe(v.string('must be a string'), v.minLength(1, 'must not be empty'));
const oneName = v.pipe(
  name,
  v.transform((one) => [one]),
);
const names = (rule: string) => v.optional(v.union([oneName, v.array(name)], rule));
const shape = {
  targetName: v.optional(name),
  affectedTargetName: v.optional(name),
  include: names('must be a glob or a list of globs'),
  exclude: names('must be a glob or a list of globs'),
  inheritFrom: names('must be a target name or a list of them'),
};
const anyOptions = dictionary(v, v.unknown());
const options = v.object(shape);

/**
 * Parses the plugin's `options` in `nx.json`.
 *
 * @throws Error with the name of the option: ignoring a misspelled option could hide tests
 */
export function parsePluginOptions(raw: unknown): PluginOptions {
  const given = raw ?? {};
  if (!v.is(anyOptions, given)) throw invalid(['must be an object']);
  const parsed = v.safeParse(options, given);
  const unknown = Object.keys(given).filter((key) => !Object.hasOwn(shape, key));
  const rules = [...(parsed.issues ?? []).map(describe), ...unknown.map(describeUnknown)];
  if (!parsed.success || rules.length > 0) throw invalid(rules);
  const { targetName = 'testmon', affectedTargetName = 'test-affected' } = parsed.output;
  if (targetName === affectedTargetName) {
    throw invalid([`"targetName" and "affectedTargetName" are both "${targetName}"`]);
  }
  const { include = [], exclude = [], inheritFrom } = parsed.output;
  return { targetName, affectedTargetName, include, exclude, inheritFrom };
}

function invalid(rules: readonly string[]): Error {
  return new Error(renderProblem({ kind: 'invalid-plugin-options', rules }));
}

function describe(issue: v.BaseIssue<unknown>): string {
  return `"${v.getDotPath(issue)}" ${issue.message}`;
}

function describeUnknown(key: string): string {
  const known = Object.keys(shape);
  const near = nearestName(key, known);
  return near === undefined
    ? `unknown option "${key}", the options are ${known.join(', ')}`
    : `unknown option "${key}", did you mean "${near}"?`;
}
