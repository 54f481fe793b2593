import { realpathSync } from 'node:fs';
import { relative } from 'node:path';

/** Relative to the workspace root with forward slashes; `.` for the root itself. */
export function workspacePath(workspaceRoot: string, path: string): string {
  return relative(workspaceRoot, real(path)).replaceAll('\\', '/') || '.';
}

function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
