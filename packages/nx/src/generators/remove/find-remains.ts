import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { printable } from '@nx-testmon/core';
import { hasPlugin } from '../init/plugin-entry';
import { listPipelines } from '../ci/pipelines';
import { loadDevkit } from '../../load-devkit';

/** Lists what still refers to nx-testmon and how to remove it manually. The package itself comes last. */
export function findRemains(tree: Tree): string[] {
  const { getPackageManagerCommand, readJson } = loadDevkit();
  const manifest = tree.exists('package.json')
    ? readJson<{ readonly scripts?: Readonly<Record<string, string>> }>(tree, 'package.json')
    : {};
  const scripts = Object.entries(manifest.scripts ?? {}).filter(([, text]) => /\btestmon\b/.test(text));
  const pipelines = listPipelines(tree).filter((path) => /\btestmon\b/.test(tree.read(path, 'utf-8') ?? ''));
  return [
    ...(hasPlugin(tree)
      ? ['The file that nx.json extends lists the nx-testmon plugin: remove it there.']
      : []),
    ...scripts.map(([name, text]) => `The script ${printable(name)} of package.json: ${printable(text)}`),
    ...pipelines.map((path) => `${printable(path)} mentions testmon.`),
    ...(existsSync(join(tree.root, '.testmon'))
      ? ['The folder .testmon: delete it, unless you want to keep the stored results.']
      : []),
    `The package: ${getPackageManagerCommand().rm} nx-testmon`,
  ];
}
