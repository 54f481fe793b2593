import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { loadDevkit } from '../../load-devkit';
import { adaptPipeline, type PipelineSetting } from './adapt-pipeline';

/** The services with pipelines. */
export const services = ['github', 'gitlab'] as const;
export type CiService = (typeof services)[number];

/**
 * The paths of a pipeline. The second path is used if the workspace already has a pipeline for the service.
 */
export const pipelinePaths: Readonly<Record<CiService, readonly [string, ...string[]]>> = {
  github: ['.github/workflows/testmon.yml'],
  gitlab: ['.gitlab-ci.yml', '.gitlab/testmon.gitlab-ci.yml'],
};

/** Install commands that do not depend on the version. Nx's own commands would ignore peer conflicts. */
const installs: Readonly<Partial<Record<PipelineSetting['packageManager'], string>>> = {
  npm: 'npm ci',
  pnpm: 'pnpm install --frozen-lockfile',
  bun: 'bun install --frozen-lockfile',
};

/**
 * The pipeline of a service for a workspace: that of docs/ci.md with the workspace's package manager and main
 * branch.
 *
 * @param folder absolute path of the pipelines in this package
 */
export function createPipeline(tree: Tree, service: CiService, folder: string): string {
  const { detectPackageManager, getPackageManagerCommand, readNxJson } = loadDevkit();
  const packageManager = detectPackageManager(tree.root);
  const { ciInstall, exec } = getPackageManagerCommand(packageManager, tree.root);
  const branch = readNxJson(tree)?.defaultBase?.replace(/^origin\//, '') ?? 'main';
  const text = readFileSync(join(folder, `${service}.yml`), 'utf8');
  return adaptPipeline(text, {
    packageManager,
    install: installs[packageManager] ?? ciInstall ?? 'yarn install',
    exec,
    branch,
  });
}

/** Deletes the pipelines that were not edited. Returns their paths. */
export function removePipelines(tree: Tree, folder: string): string[] {
  return services.flatMap((service) => {
    const there = pipelinePaths[service].filter((path) => tree.exists(path));
    if (there.length === 0) return [];
    const text = createPipeline(tree, service, folder);
    const written = there.filter((path) => tree.read(path, 'utf-8') === text);
    for (const path of written) tree.delete(path);
    return written;
  });
}

/** The pipelines of the workspace, of all services. */
export function listPipelines(tree: Tree): string[] {
  const folder = '.github/workflows';
  const workflows = tree.exists(folder) ? tree.children(folder).map((name) => posix.join(folder, name)) : [];
  return [...workflows, ...pipelinePaths.gitlab].filter((path) => tree.exists(path) && tree.isFile(path));
}
