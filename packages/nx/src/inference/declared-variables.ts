import type { NxJsonConfiguration } from '@nx/devkit';
import { TESTMON_EXECUTOR } from '@nx-testmon/core';
import * as v from 'valibot';
import type { ProjectManifest } from './manifest';
import { targetDefaults } from './target-defaults';

const target = v.object({
  options: v.object({ environmentVariables: v.optional(v.union([v.string(), v.array(v.string())])) }),
});

/**
 * Finds the variables that the option `environmentVariables` names for a project's targets, in its own files
 * or in `nx.json`. They must be inputs of the target, because Nx would otherwise restore a cached result
 * after they have changed.
 *
 * @param names of the targets
 */
export function findDeclaredVariables(
  names: readonly string[],
  project: { readonly root: string; readonly manifest: ProjectManifest },
  nxJson: NxJsonConfiguration,
): string[] {
  const { root, manifest } = project;
  const targets = names.flatMap((name) => [
    manifest.targets[name],
    targetDefaults(nxJson, {
      target: name,
      executor: TESTMON_EXECUTOR,
      project: { name: manifest.name, root },
    }),
  ]);
  const declared = targets.flatMap((one) => {
    const parsed = v.safeParse(target, one);
    const value = parsed.success ? (parsed.output.options.environmentVariables ?? []) : [];
    return typeof value === 'string' ? value.split(',') : value;
  });
  return [...new Set(declared.map((name) => name.trim()).filter((name) => name !== ''))].sort();
}
