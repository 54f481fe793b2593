import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { NxGraph } from '../../workspace/nx-graph';
import type { TextFile, WorkspaceTexts } from './workspace-texts';

/** @param root of the workspace, absolute */
export function readWorkspaceTexts(root: string, { nodes }: NxGraph): WorkspaceTexts {
  const read = (path: string): TextFile | undefined =>
    existsSync(join(root, path)) ? { path, text: readFileSync(join(root, path), 'utf8') } : undefined;
  return {
    packages: Object.entries(nodes).flatMap(([name, { data }]) => {
      const file = read(posix.join(data.root, 'package.json'));
      const hasTests = Object.keys(data.targets ?? {}).length > 0;
      return file === undefined ? [] : [{ ...file, name, root: data.root, hasTests }];
    }),
    turbo: read('turbo.json') ?? read('turbo.jsonc'),
    gitignore: read('.gitignore') ?? { path: '.gitignore', text: '' },
  };
}

/** Writes files with their new text, and deletes those of which nothing is left. */
export function writeTexts(root: string, files: readonly TextFile[]): void {
  for (const { path, text } of files) {
    if (text === '') rmSync(join(root, path));
    else writeFileSync(join(root, path), text);
  }
}

/** How the package manager of a workspace, as its lockfile shows it, runs and removes packages. */
export function packageManagerOf(root: string): { readonly exec: string; readonly remove: string } {
  const has = (...names: readonly string[]) => names.some((name) => existsSync(join(root, name)));
  if (has('pnpm-lock.yaml')) return { exec: 'pnpm exec', remove: 'pnpm remove' };
  if (has('yarn.lock')) return { exec: 'yarn', remove: 'yarn remove' };
  if (has('bun.lock', 'bun.lockb')) return { exec: 'bunx', remove: 'bun remove' };
  return { exec: 'npx', remove: 'npm uninstall' };
}
