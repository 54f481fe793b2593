import { relative, sep } from 'node:path';

/** Path relative to the workspace root with forward slashes; `.` for the root itself. */
export function toWorkspacePath(workspaceRoot: string, absolute: string): string {
  const path = relative(workspaceRoot, absolute).split(sep).join('/');
  return path === '' ? '.' : path;
}
