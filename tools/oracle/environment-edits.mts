import type { EnvironmentEdit, TextEdit } from './mutant.mts';
import type { WorkspaceScan } from './scan-workspace.mts';

const kind = 'environment-variable';

/** For each variable that code reads, an edit that sets it to an unexpected value. */
export function findVariableEdits({ variables }: WorkspaceScan): readonly EnvironmentEdit[] {
  return [...variables]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, readBy]) => ({ kind, file: readBy[0] ?? '', line: 1, variable: name, readBy }));
}

/** For each variable of a `.env` file, an edit that changes it and one that deletes it. */
export function findEnvironmentFileEdits(file: string, text: string): readonly TextEdit[] {
  let next = 0;
  return text.split('\n').flatMap((content, index) => {
    const from = next;
    next += content.length + 1;
    const to = Math.min(next, text.length);
    if (!/^\w+=/.test(content)) return [];
    const end = from + content.length;
    return [
      { kind, file, from: end, to: end, replacement: 'oracle', line: index + 1 } as const,
      { kind, file, from, to, replacement: '', line: index + 1 } as const,
    ];
  });
}
