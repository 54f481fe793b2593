import { type EnvironmentVariables, type Failed, failed, type ProblemOf } from '@nx-testmon/core';
import { GitRepository, splitPaths } from './git-repository';

/** Lines of a file as it is now, the last one included; from 1. */
export interface LineRange {
  readonly first: number;
  readonly last: number;
}

/** Changed lines by the path of the file, relative to the workspace root. */
export type ChangedLines = ReadonlyMap<string, readonly LineRange[]>;

export type ReadChangedLines =
  | { readonly ok: true; readonly lines: ChangedLines }
  | Failed<ProblemOf<'no-git-repository' | 'unknown-commit'>>;

const wholeFile: LineRange = { first: 1, last: Infinity };

/**
 * Finds the lines of the workspace that differ from a commit, committed or not. Where another branch has gone on since,
 * only the changes of this one count: the commit that both have in common is compared.
 *
 * @param base a commit by any name that git knows
 */
export async function readChangedLines(
  workspaceRoot: string,
  base: string,
  env: EnvironmentVariables,
): Promise<ReadChangedLines> {
  const opened = await GitRepository.open(workspaceRoot, env);
  if (!opened.ok) return opened;
  const { repository } = opened;
  const commit = await repository.findCommit(base);
  if (commit === undefined) return failed({ kind: 'unknown-commit', commit: base });
  // Histories without a common commit, such as that of a shallow clone, are compared as they are.
  const from = await repository.git(['merge-base', commit, 'HEAD']).then(
    (text) => text.trim(),
    () => commit,
  );
  const diff = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--relative'];
  const listing = ['--diff-filter=d', '--name-only', '-z'];
  const changed = splitPaths(await repository.git([...diff, ...listing, from, '--']));
  const untracked = await repository.listUntracked();
  const lines = new Map<string, readonly LineRange[]>(untracked.map((path) => [path, [wholeFile]]));
  // One file at a time: names of files in the text of a patch may be quoted.
  for (const path of changed) {
    const patch = await repository.git([...diff, '--unified=0', from, '--', `:(literal)${path}`]);
    lines.set(path, parseHunks(patch));
  }
  return { ok: true, lines };
}

/**
 * The lines that a patch without context adds or changes. Where it only deletes, the lines around the deletion count.
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
