import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shellEnvironment } from './child-process';
import { linkInstallation, openWorkspace, type TestWorkspace } from './workspace';

function git(args: readonly string[], cwd: string): string {
  const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.org', '-c', 'commit.gpgsign=false'];
  const options = { cwd, env: shellEnvironment(), stdio: 'pipe', encoding: 'utf8' } as const;
  return execFileSync('git', [...author, ...args], options);
}

/** Commits all files that git does not ignore. Creates the repository if there is none. */
export function commitAll({ root }: TestWorkspace, message: string): void {
  git(['init', '--quiet', '--initial-branch=main'], root);
  git(['add', '--all'], root);
  git(['commit', '--quiet', '--message', message], root);
}

/** The checked-out commit and the uncommitted changes. */
export function checkedOut({ root }: TestWorkspace): string {
  return git(['rev-parse', 'HEAD'], root) + git(['status', '--porcelain'], root);
}

/**
 * A clone as on another machine: it has the same packages installed, and shares no file that a run writes.
 *
 * @param depth of a shallow clone
 */
export function cloneWorkspace(origin: TestWorkspace, depth?: number): TestWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'nx-testmon-clone-'));
  const shallow = depth === undefined ? [] : [`--depth=${depth}`];
  git(['clone', '--quiet', ...shallow, `file://${origin.root}`, root], tmpdir());
  linkInstallation(origin.root, root);
  return openWorkspace(origin.nxVersion, root);
}

/** Copies a folder from one machine to another, as a cache or an artifact of the CI does. */
export function carryFolder(from: TestWorkspace, path: string, to: TestWorkspace, as = path): void {
  cpSync(join(from.root, path), join(to.root, as), { recursive: true });
}
