/** Stands for the absolute path of the workspace. */
const workspaceMark = '<workspace>';

/** A text, such as a pattern of paths, that is the same in each clone of the workspace. @param root absolute path */
export function formatWorkspaceText(root: string, text: string): string {
  return text.replaceAll(root, workspaceMark);
}

/** What {@link formatWorkspaceText} made, with the path of this workspace. */
export function parseWorkspaceText(root: string, text: string): string {
  return text.replaceAll(workspaceMark, () => root);
}
