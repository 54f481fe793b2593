import { globFiles } from '../files/glob-files';
import type { WorkspaceFiles } from '../files/workspace-files';
import { toWorkspacePath } from '../files/workspace-paths';

/**
 * Files that an `import.meta.glob` pattern may name, sorted. Vite's own default also leaves out names with a leading
 * dot, unless the option `exhaustive` is set.
 *
 * @param start absolute folder that the pattern is relative to
 */
export function globModules(files: WorkspaceFiles, start: string, pattern: string): string[] {
  return globFiles(start, [pattern], [], (folder, name) => files.isLeftOut(folder, name))
    .flatMap((file) => toWorkspacePath(files.root, file) ?? [])
    .sort();
}
