import * as fileSystem from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { findProgram, type ProcessStart, withoutShell } from './find-node-process';
import { isGitQuery } from './git-query';

/** Saved before other code can replace it. */
const { existsSync } = fileSystem;

/** The paths at which systems install git. A test may put another program with this name in `PATH`. */
const installed = new Set(['/usr/bin/git', '/bin/git', '/usr/local/bin/git', '/opt/homebrew/bin/git']);
/** Variables that make git, or its starter, read another repository or run something else. */
const changesGit =
  /^(?:GIT_(?:(?:COMMON_|WORK_)?(?:DIR|TREE)|(?:ALTERNATE_)?OBJECT_\w+|(?:INDEX|SHALLOW|GRAFT)_FILE|NAMESPACE|EXEC_PATH|CEILING_\w+|REPLACE_\w+|CONFIG\w*)|LD_\w+|DYLD_\w+|ENV|BASH_ENV)$/;

/**
 * Whether a process is git and only reads the repository that contains the workspace.
 *
 * @param root absolute path of the workspace
 */
export function startsGitQuery(start: ProcessStart, root: string): boolean {
  if (process.platform === 'win32') return false;
  try {
    return isQuery(start, root);
  } catch {
    // There is no such program, or a test has passed what Node does not take: Node reports it.
    return false;
  }
}

function isQuery(start: ProcessStart, root: string): boolean {
  const { file, args, env, cwd } = withoutShell(start) ?? start;
  if (Object.keys(env).some((name) => changesGit.test(name))) return false;
  const program = findProgram(file, env, cwd);
  if (program === undefined || !installed.has(program.path) || !isGitQuery(args)) return false;
  const folder = args[0] === '-C' ? resolve(cwd, String(args[1])) : cwd;
  return isInRepositoryOf(root, folder);
}

/** Whether git finds the repository of the workspace from a folder, and not one of a fixture. */
function isInRepositoryOf(root: string, start: string): boolean {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return !relative(folder, root).startsWith('..');
    if (existsSync(join(folder, 'HEAD')) && existsSync(join(folder, 'objects'))) return false;
    if (folder === dirname(folder)) return false;
  }
}
