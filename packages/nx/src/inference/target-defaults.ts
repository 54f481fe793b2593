import { dictionary } from '@nx-testmon/core';
import type { NxJsonConfiguration, TargetConfiguration } from '@nx/devkit';
import picomatch from 'picomatch';
import * as v from 'valibot';

export type PartialTarget = Readonly<Partial<TargetConfiguration>>;

/** The target and the project that the defaults apply to. */
export interface DefaultsQuery {
  readonly target: string;
  readonly executor: string | undefined;
  readonly project: { readonly name: string | undefined; readonly root: string };
}

const filter = v.pipe(
  dictionary(v, v.unknown()),
  v.object({
    executor: v.optional(v.string()),
    plugin: v.optional(v.string()),
    projects: v.optional(v.array(v.string())),
  }),
);

/**
 * The `targetDefaults` of `nx.json` for a target: those of its executor, otherwise those of its name,
 * otherwise those of the longest matching pattern. Since Nx 23, a value may be a list of filtered entries.
 */
export function targetDefaults(nxJson: NxJsonConfiguration, query: DefaultsQuery): PartialTarget {
  const all = (nxJson.targetDefaults ?? {}) as Readonly<Record<string, unknown>>;
  const pattern = Object.keys(all)
    .filter((key) => /[*?{[]/.test(key) && picomatch.isMatch(query.target, key))
    .sort((a, b) => b.length - a.length)[0];
  const value = all[query.executor ?? ''] ?? all[query.target] ?? all[pattern ?? ''];
  const entries = (Array.isArray(value) ? value : [value]) as readonly unknown[];
  let merged: PartialTarget = {};
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null) continue;
    const { filter: condition, ...target } = entry as { filter?: unknown };
    if (condition === undefined || applies(condition, query)) merged = { ...merged, ...target };
  }
  return merged;
}

/**
 * A filter by plugin always applies, because the plugin of a target is unknown and additional dependencies
 * are safe.
 */
function applies(condition: unknown, { executor, project }: DefaultsQuery): boolean {
  const parsed = v.safeParse(filter, condition);
  if (!parsed.success) return false;
  const { executor: wanted, projects } = parsed.output;
  if (wanted !== undefined && wanted !== executor) return false;
  if (projects === undefined) return true;
  const excluded = projects.filter((pattern) => pattern.startsWith('!')).map((pattern) => pattern.slice(1));
  const included = projects.filter((pattern) => !pattern.startsWith('!'));
  const matches = (pattern: string) =>
    pattern.startsWith('tag:') ||
    [project.name, project.root].some((text) => text !== undefined && picomatch.isMatch(text, pattern));
  return (included.length === 0 || included.some(matches)) && !excluded.some(matches);
}
