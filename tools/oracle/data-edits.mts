import { ts } from 'ts-morph';
import { changedLiteral } from './changed-literal.mts';
import type { TextEdit } from './mutant.mts';

/** For each value of a JSON file, an edit that changes it. */
function findJsonEdits(file: string, text: string): readonly TextEdit[] {
  const source = ts.parseJsonText(file, text);
  const edits: TextEdit[] = [];
  const visit = (node: ts.Node, isKey: boolean): void => {
    const replacement = changedLiteral(node);
    if (replacement !== undefined && !isKey) {
      const from = node.getStart(source);
      const line = source.getLineAndCharacterOfPosition(from).line + 1;
      edits.push({ kind: 'changed-data', file, from, to: node.getEnd(), replacement, line });
    }
    ts.forEachChild(node, (child) => visit(child, ts.isPropertyAssignment(node) && node.name === child));
  };
  for (const { expression } of source.statements) visit(expression, false);
  return edits;
}

/** For each line that is not blank, an edit that deletes it. */
function findLineEdits(file: string, text: string): readonly TextEdit[] {
  let next = 0;
  return text.split('\n').flatMap((content, index) => {
    const from = next;
    next += content.length + 1;
    if (content.trim() === '') return [];
    const to = Math.min(next, text.length);
    return [{ kind: 'changed-data', file, from, to, replacement: '', line: index + 1 } as const];
  });
}

/** All edits of one data file. */
export function findDataEdits(file: string, text: string): readonly TextEdit[] {
  return file.endsWith('.json') ? findJsonEdits(file, text) : findLineEdits(file, text);
}
