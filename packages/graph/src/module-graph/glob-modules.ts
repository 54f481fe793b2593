import { globFiles, leftOutGlobs } from '../files/glob-files';
import { toWorkspacePath } from '../files/workspace-paths';

/**
 * Files an `import.meta.glob` pattern may name, sorted. Wider than Vite's own default, which leaves out
 * names with a leading dot without the option `exhaustive`.
 *
 * @param root absolute path of the workspace
 * @param folder absolute folder that the pattern is relative to
 */
export function globModules(root: string, folder: string, pattern: string): string[] {
  return globFiles(folder, [pattern], leftOutGlobs)
    .flatMap((file) => toWorkspacePath(root, file) ?? [])
    .sort();
}
