import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { readText } from './read-disk';
import { toWorkspacePath } from './workspace-paths';

/** The rules of one `.gitignore`. They apply to paths relative to its own folder. */
interface Rules {
  /** Length of the folder's path with its slash; negative for a folder above the workspace. */
  readonly cut: number;
  /** The path from a folder above the workspace to the workspace root. */
  readonly prefix: string;
  readonly matcher: Ignore;
}

/** The rules that apply in a folder. The rules of the deepest file come last. */
export type IgnoreRules = readonly Rules[];

/** Whether git ignores a folder, if it ignores no parent folder. Ignored folders are not entered. */
export function isIgnoredFolder(rules: IgnoreRules, folder: string): boolean {
  return isIgnored(rules, `${folder}/`);
}

/** Whether a file does not count because git ignores it. `.env*` files always count, because tests read them. */
export function isIgnoredFile(rules: IgnoreRules, file: string): boolean {
  return !file.slice(file.lastIndexOf('/') + 1).startsWith('.env') && isIgnored(rules, file);
}

/** The deepest file with a rule for a path decides, as in git. */
function isIgnored(rules: IgnoreRules, path: string): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { cut, prefix, matcher } = rules[index]!;
    const { ignored, unignored } = matcher.test(prefix + path.slice(cut));
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}

/** The rules for a folder with its own `.gitignore`. @param absolute path of the folder */
export function withRulesOf(inherited: IgnoreRules, absolute: string, folder: string): IgnoreRules {
  const own = readRules(join(absolute, '.gitignore'), folder === '.' ? 0 : folder.length + 1, '');
  return own ? [...inherited, own] : inherited;
}

function readRules(file: string, cut: number, prefix: string): Rules | undefined {
  const text = readText(file);
  if (text === undefined) return undefined;
  try {
    return { cut, prefix, matcher: ignore({ ignorecase: false }).add(text) };
  } catch {
    // A line that makes no valid pattern.
    return undefined;
  }
}

/** Rules of the repository that contains the workspace; none if they ignore the whole workspace. */
export function rulesAbove(root: string): IgnoreRules {
  const repository = repositoryOf(root);
  if (repository === undefined) return [];
  const rules: Rules[] = [];
  for (let at = root; ; at = dirname(at)) {
    const inner = toWorkspacePath(at, root) ?? '.';
    const prefix = inner === '.' ? '' : `${inner}/`;
    const file = at === root ? undefined : readRules(join(at, '.gitignore'), 0, prefix);
    if (file) rules.unshift(file);
    if (at === repository) {
      const exclude = readRules(join(at, '.git/info/exclude'), 0, prefix);
      if (exclude) rules.unshift(exclude);
      break;
    }
  }
  return rules.filter(({ prefix, matcher }) => prefix === '' || !matcher.ignores(prefix));
}

function repositoryOf(root: string): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (dirname(at) === at) return undefined;
  }
}
