import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';

type Node = TypeScript.Node;

/** How often each name is declared in the scope of a module, including `var` declarations inside statements. */
export function countDeclarations(ts: Ts, sourceFile: TypeScript.SourceFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (node: Node): void => {
    const names =
      ts.isVariableDeclaration(node) || ts.isBindingElement(node)
        ? ts.isIdentifier(node.name)
          ? [node.name.text]
          : []
        : (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name
          ? [node.name.text]
          : [];
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
    if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return counts;
}
