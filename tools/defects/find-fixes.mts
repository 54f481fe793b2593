import { readFileSync } from 'node:fs';
import { git } from '../replay/history.mts';
import type { DefectsOptions } from './options.mts';

/** A commit that fixes a defect, with its tests. */
export interface Fix {
  readonly hash: string;
  readonly subject: string;
  /** Changed files that are code, but not tests, relative to the repository. These are reversed. */
  readonly sources: readonly string[];
  readonly testFiles: readonly string[];
}

/** A commit as the history lists it. */
export interface ListedCommit {
  readonly hash: string;
  readonly subject: string;
  /** Changed files, relative to the repository. */
  readonly files: readonly string[];
}

/** A commit with more files is rarely the fix of one defect. */
const mostFiles = 20;

const isTestFile = (path: string): boolean => /[._-](test|spec|test-d)\.[cm]?[jt]sx?$/.test(path);

/**
 * Whether a path is a test file or belongs to tests. Such files keep their content when a fix is reversed.
 */
const belongsToTests = (path: string): boolean =>
  isTestFile(path) ||
  /(^|\/)(__[a-z]+__|tests?|specs?|e2e|fixtures?|mocks?|testing|examples?|playgrounds?|docs?|website)\//i.test(
    path,
  );

const isSource = (path: string): boolean =>
  /\.([cm]?[jt]sx?|vue|svelte)$/.test(path) &&
  !belongsToTests(path) &&
  !/(^|\/)[^/]+\.config\.[cm]?[jt]s$|\.d\.[cm]?ts$/.test(path);

/** Returns a commit as a fix of one defect with tests; `undefined` if it does not look like one. */
export function asFix({ hash, subject, files }: ListedCommit, folder = ''): Fix | undefined {
  if (!/\b(fix(e[sd]|ing)?|bug(s|fix(es)?)?|regressions?)\b/i.test(subject)) return undefined;
  if (/^(docs?|chore|ci|build|tests?|style|types?)\b/i.test(subject)) return undefined;
  const sources = files.filter((path) => path.startsWith(folder) && isSource(path));
  const testFiles = files.filter((path) => path.startsWith(folder) && isTestFile(path));
  if (sources.length === 0 || testFiles.length === 0 || files.length > mostFiles) return undefined;
  return { hash, subject, sources, testFiles };
}

const startOfCommit = '\x01';

/** @param options further options of `git log` */
function listCommits(workspace: string, options: readonly string[]): readonly ListedCommit[] {
  const format = `--format=${startOfCommit}%H%x00%s`;
  const log = git(
    workspace,
    '-c',
    'core.quotePath=false',
    'log',
    format,
    '--name-only',
    '--no-renames',
    ...options,
  );
  return log
    .split(startOfCommit)
    .filter(Boolean)
    .map((text) => {
      const [head = '', ...files] = text.split('\n').filter(Boolean);
      const [hash = '', subject = ''] = head.split('\0');
      return { hash, subject, files };
    });
}

/**
 * The fixes to check: those that are found, the oldest first, or those that `commits` lists, in that order.
 *
 * @param folder of the workspace in its repository: empty, or ending in a slash
 * @throws Error if a commit of `commits` changes no source
 */
export function findFixes(
  { workspace, find, commits, to }: Pick<DefectsOptions, 'workspace' | 'find' | 'commits' | 'to'>,
  folder: string,
): readonly Fix[] {
  if (commits === undefined) {
    const fixes = listCommits(workspace, ['--no-merges', to]).flatMap((one) => asFix(one, folder) ?? []);
    return fixes.slice(0, find).reverse();
  }
  const hashes = readFileSync(commits, 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s/)[0] ?? '')
    .filter((word) => /^[\da-f]{7,}$/.test(word));
  return hashes.map((hash) => {
    const [commit] = listCommits(workspace, ['--max-count=1', '--diff-merges=first-parent', hash]);
    const files = commit?.files ?? [];
    const sources = files.filter((path) => path.startsWith(folder) && isSource(path));
    if (commit === undefined || sources.length === 0) throw new Error(`${hash} changes no source file`);
    return { ...commit, sources, testFiles: files.filter(isTestFile) };
  });
}
