import type { Mutant } from './mutant.mts';

/** The lines in which two texts differ, as one hunk. */
function changedLines(before: string, after: string): readonly string[] {
  const from = before.split('\n');
  const to = after.split('\n');
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let end = 0;
  const most = Math.min(from.length, to.length) - start;
  while (end < most && from[from.length - 1 - end] === to[to.length - 1 - end]) end++;
  return [
    `@@ line ${start + 1} @@`,
    ...from.slice(start, from.length - end).map((line) => `-${line}`),
    ...to.slice(start, to.length - end).map((line) => `+${line}`),
  ];
}

/** Renders a mutant as a diff, or as one line if it does not change a text. */
export function renderDiff(before: string, { file, changes, modes = {}, environment = {} }: Mutant): string {
  const after = changes[file];
  const others = Object.keys(changes).filter((path) => path !== file);
  const [variable] = Object.entries(environment);
  if (variable !== undefined) return `environment variable ${variable.join('=')}, which ${file} reads`;
  const [mode] = Object.values(modes);
  if (mode !== undefined) return `mode of ${file} set to ${mode.toString(8)}`;
  if (!(file in changes)) return `added ${others.join(', ')}`;
  if (others.length > 0) return `renamed ${file} to ${others.join(', ')}`;
  if (after === null || after === undefined) return `deleted ${file}`;
  return [`--- ${file}`, `+++ ${file}`, ...changedLines(before, after)].join('\n');
}
