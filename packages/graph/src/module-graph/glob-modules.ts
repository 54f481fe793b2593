import { globFiles } from '../test-files/find-test-files';
import { toWorkspacePath } from '../files/workspace-paths';

/**
 * Files an `import.meta.glob` pattern may name, sorted. Wider than Vite's own default, which leaves out
 * names with a leading dot unless told `exhaustive`.
 *
 * @param root absolute path of the workspace
 * @param folder absolute folder that the pattern is relative to
 */
export function globModules(root: string, folder: string, pattern: string): string[] {
  const exclude = ['**/node_modules/**', '**/.git/**', '**/.nx/**', '**/.testmon/**'];
  return globFiles(folder, [pattern], exclude)
    .flatMap((file) => toWorkspacePath(root, file) ?? [])
    .sort();
}
