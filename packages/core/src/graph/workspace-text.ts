/** Replaces the absolute path of the workspace. */
const workspaceMark = '<workspace>';

/**
 * A text, such as a pattern of paths, in a form that is equal in all clones of the workspace. @param root absolute
 * path
 */
export function formatWorkspaceText(root: string, text: string): string {
  return text.replaceAll(root, workspaceMark);
}

/** The inverse of {@link formatWorkspaceText}, with the path of this workspace. */
export function parseWorkspaceText(root: string, text: string): string {
  return text.replaceAll(workspaceMark, () => root);
}
