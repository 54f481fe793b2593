import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { NxGraph } from '../../workspace/nx-graph';
import type { TextFile, WorkspaceTexts } from './workspace-texts';

/** @param root absolute path of the workspace */
export function readWorkspaceTexts(root: string, { nodes }: NxGraph): WorkspaceTexts {
  const read = (path: string): TextFile | undefined =>
    existsSync(join(root, path)) ? { path, text: readFileSync(join(root, path), 'utf8') } : undefined;
  const readTurbo = (folder: string): TextFile | undefined =>
    read(posix.join(folder, 'turbo.json')) ?? read(posix.join(folder, 'turbo.jsonc'));
  return {
    packages: Object.entries(nodes).flatMap(([name, { data }]) => {
      const file = read(posix.join(data.root, 'package.json'));
      const hasTests = Object.keys(data.targets ?? {}).length > 0;
      const none = { path: posix.join(data.root, 'turbo.json'), text: '' };
      const turbo = data.root === '.' ? undefined : (readTurbo(data.root) ?? none);
      return file === undefined ? [] : [{ ...file, name, root: data.root, hasTests, turbo }];
    }),
    turbo: readTurbo('.'),
    gitignore: read('.gitignore') ?? { path: '.gitignore', text: '' },
  };
}
