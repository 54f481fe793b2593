import type { EnvironmentVariables } from '@nx-testmon/core';
import { type BaseResult, findBase } from './find-base';
import { splitPaths } from './git-repository';

/** A range of lines in the current file, 1-based, including the last line. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Changed lines by the path of the file, relative to the workspace root. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

export type ReadChangedLines =
  { readonly ok: true; readonly lines: ChangedLines } | Exclude<BaseResult, { readonly ok: true }>;

const wholeFile: LineRange = { first: 1, last: Infinity };

/**
 * Finds the lines of the workspace that differ from a commit, committed or not. If the other branch has new
 * commits, only the changes of this branch count: the merge base is compared.
 *
 * @param base a commit by any name that git knows
 */
export async function readChangedLines(
  workspaceRoot: string,
  base: string,
  env: EnvironmentVariables,
): Promise<ReadChangedLines> {
  const found = await findBase(workspaceRoot, base, env);
  if (!found.ok) return found;
  const { repository, commit } = found;
  // Histories without a common commit, such as in a shallow clone, are compared directly.
  const from = await repository.git(['merge-base', commit, 'HEAD']).then(
    (text) => text.trim(),
    () => commit,
  );
  const diff = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--relative'];
  const listing = ['--diff-filter=d', '--name-only', '-z'];
  const changed = splitPaths(await repository.git([...diff, ...listing, from, '--']));
  const untracked = await repository.listUntracked();
  const lines = new Map<string, readonly LineRange[]>(untracked.map((path) => [path, [wholeFile]]));
  // Reads one file at a time, because names of files in a patch may be quoted.
  for (const path of changed) {
    const patch = await repository.git([...diff, '--unified=0', from, '--', `:(literal)${path}`]);
    lines.set(path, parseHunks(patch));
  }
  return { ok: true, lines };
}

/**
 * Finds the lines that a patch without context adds or changes. For a deletion, the lines around it count.
 *
 * @param patch of one file, in the unified format
 */
export function parseHunks(patch: string): LineRange[] {
  return [...patch.matchAll(/^@@ -\S+ \+(\d+)(?:,(\d+))? @@/gm)].map(([, start, number]) => {
    const first = Number(start);
    const lines = Number(number ?? 1);
    return lines === 0 ? { first, last: first + 1 } : { first, last: first + lines - 1 };
  });
}
