import type { Tree } from '@nx/devkit';

/**
 * Edits a file of a workspace, or creates it. A file that becomes empty is deleted. Returns whether it
 * changed.
 */
export function editFile(tree: Tree, path: string, edit: (text: string) => string): boolean {
  const before = tree.read(path, 'utf-8') ?? '';
  const after = edit(before);
  if (after === before) return false;
  if (after === '') tree.delete(path);
  else tree.write(path, after);
  return true;
}
