import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { lockfileNames } from '@nx-testmon/core';
import type { ReplayOptions } from './options.mts';
import { runShell } from './shell.mts';

function digestLockfiles(root: string): string {
  const hash = createHash('sha256');
  for (const name of lockfileNames.filter((one) => existsSync(join(root, one)))) {
    hash.update(name).update(readFileSync(join(root, name)));
  }
  return hash.digest('hex');
}

/** The part of nx.json that is used here. */
interface NxJson {
  readonly plugins?: readonly (string | { readonly plugin: string })[];
}

/**
 * Adds the plugin to nx.json, if the commit is older than the use of nx-testmon.
 *
 * @throws Error if nx.json can't be read
 */
export function addPlugin(root: string): void {
  const file = join(root, 'nx.json');
  const nxJson = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as NxJson) : {};
  const plugins = nxJson.plugins ?? [];
  if (plugins.some((one) => (typeof one === 'string' ? one : one.plugin) === 'nx-testmon')) return;
  writeFileSync(
    file,
    `${JSON.stringify({ ...nxJson, plugins: [...plugins, 'nx-testmon'] }, undefined, 2)}\n`,
  );
}

export interface PrepareOptions extends Pick<ReplayOptions, 'install' | 'build'> {
  /** Changes the checked out files, after packages are installed and before the build. */
  readonly change?: ((root: string) => void) | undefined;
}

/** Whether a commit can be tried. */
interface Preparation {
  /** The reason if it can't. */
  readonly skipped?: string;
  /** Digest of the lockfile that `node_modules` was installed from; unknown after a failed installation. */
  readonly installed?: string;
}

/**
 * Installs packages, if the lockfile is a different one than `installed`, and builds.
 *
 * @param root folder of the workspace, in which a commit is checked out
 */
export async function prepare(
  root: string,
  { install, build, change }: PrepareOptions,
  installed: string | undefined,
): Promise<Preparation> {
  const lockfile = digestLockfiles(root);
  if (install !== undefined && lockfile !== installed) {
    const problem = await runShell(install, root);
    if (problem !== undefined) return { skipped: `install failed: ${problem}` };
  }
  if (!existsSync(join(root, 'node_modules'))) return { skipped: 'there is no node_modules; give --install' };
  change?.(root);
  const problem = build === undefined ? undefined : await runShell(build, root);
  return problem === undefined
    ? { installed: lockfile }
    : { skipped: `build failed: ${problem}`, installed: lockfile };
}
