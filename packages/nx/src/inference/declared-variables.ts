import type { NxJsonConfiguration } from '@nx/devkit';
import { z } from 'zod';
import type { ProjectManifest } from './manifest';
import { targetDefaults } from './target-defaults';

const target = z.looseObject({
  options: z.looseObject({ environmentVariables: z.union([z.string(), z.array(z.string())]).optional() }),
});

/**
 * Variables that the option `environmentVariables` names for a project's targets, in its own files or in `nx.json`.
 * Nx restores a cached result unless they are inputs of the target.
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
      executor: 'nx-testmon:testmon',
      project: { name: manifest.name, root },
    }),
  ]);
  const declared = targets.flatMap((one) => {
    const value = target.safeParse(one).data?.options.environmentVariables ?? [];
    return typeof value === 'string' ? value.split(',') : value;
  });
  return [...new Set(declared.map((name) => name.trim()).filter((name) => name !== ''))].sort();
}
