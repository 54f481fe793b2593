import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Commit } from './replayed-step.mts';

/** A range of commits, by their names in git: the last ones up to `to`, or those after `from`. */
export interface CommitRange {
  readonly from?: string | undefined;
  readonly to: string;
  readonly last: number;
}

/**
 * Runs git without the variables that a hook or another git command may have set, and without the user's
 * hooks.
 */
export function git(folder: string, ...args: readonly string[]): string {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_')));
  return execFileSync('git', ['-c', 'core.hooksPath=/dev/null', ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1e9,
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** The commits to step through, the oldest first. Facts are collected from the first one on. */
export function listCommits(workspace: string, { from, to, last }: CommitRange): readonly Commit[] {
  const end = git(workspace, 'rev-parse', '--verify', `${to}^{commit}`);
  const format = ['log', '--first-parent', '--format=%H%x00%s'];
  const parse = (text: string): readonly Commit[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split('\0'))
      .map(([hash = '', subject = '']) => ({ hash, subject }))
      .reverse();
  if (from === undefined) return parse(git(workspace, ...format, `--max-count=${last + 1}`, end));
  const start = git(workspace, 'rev-parse', '--verify', `${from}^{commit}`);
  const commits = parse(git(workspace, ...format, `${start}..${end}`));
  return [...parse(git(workspace, ...format, '--max-count=1', start)), ...commits];
}

/** Path of a workspace in its repository: empty, or ending in a slash. */
export const prefixOf = (workspace: string): string => git(workspace, 'rev-parse', '--show-prefix');

const excluded = ['.testmon', '.nx', 'node_modules'];

/** Makes a clone that shares nothing with the user's working tree. */
export function makeClone(workspace: string, clone: string): void {
  if (existsSync(join(clone, '.git'))) return;
  rmSync(clone, { recursive: true, force: true });
  const root = git(workspace, 'rev-parse', '--show-toplevel');
  git(root, 'clone', '--quiet', '--no-checkout', root, clone);
  appendFileSync(join(clone, '.git/info/exclude'), `${excluded.join('\n')}\n`);
}

/** Checks out a commit, whatever the clone contains. Files that git ignores stay, all others are removed. */
export function checkOut(clone: string, hash: string): void {
  rmSync(join(clone, '.git/index.lock'), { force: true });
  git(clone, 'checkout', '--quiet', '--force', '--detach', hash);
  git(clone, 'clean', '--quiet', '-fd');
}
