import { ts } from 'ts-morph';
import type { TextEdit } from './mutant.mts';
import type { WorkspaceScan } from './scan-workspace.mts';

const kind = 'function-text';

/**
 * The name of a function, a method or a class. One without a name of its own has the name of its variable or
 * property.
 */
function nameOf(node: ts.FunctionLike | ts.ClassLikeDeclaration): string | undefined {
  const { name } = node;
  if (name !== undefined) return name.getText();
  const { parent } = node;
  return ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)
    ? parent.name.getText()
    : undefined;
}

/** Edits that only change the text of a function or a class whose text is read. */
export function findFunctionTextEdits(
  file: string,
  source: ts.SourceFile,
  { functionTexts }: WorkspaceScan,
): readonly TextEdit[] {
  const edits: TextEdit[] = [];
  const insert = (at: number, ...replacements: readonly string[]): void => {
    const line = source.getLineAndCharacterOfPosition(at).line + 1;
    for (const replacement of replacements) edits.push({ kind, file, from: at, to: at, replacement, line });
  };
  const visit = (node: ts.Node): void => {
    if ((ts.isFunctionLike(node) || ts.isClassLike(node)) && functionTexts.has(nameOf(node) ?? ''))
      edit(node);
    ts.forEachChild(node, visit);
  };
  const edit = (node: ts.FunctionLike | ts.ClassLikeDeclaration): void => {
    if (ts.isClassLike(node)) return insert(node.members.pos, " 'oracle'() {} ", ' /* oracle */ ');
    const { body } = node as { readonly body?: ts.Node };
    if (body === undefined) return;
    if (ts.isBlock(body)) {
      insert(body.getStart() + 1, ' /* oracle */ ', " if (0 > 1) throw 'oracle'; ");
    } else insert(body.getStart(), '/* oracle */ ', '!1 || ');
  };
  ts.forEachChild(source, visit);
  return edits;
}
