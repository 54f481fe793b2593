import { readFileSync } from 'node:fs';
import ts from 'typescript';

/** All names that a module declares, at every depth: types, functions, parameters, variables, properties. */
export function declaredNames(file: string): string[] {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== undefined) names.add(name);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest));
  return [...names];
}

/** Skips the names of property accesses and shorthand properties, which are declared elsewhere. */
function nameOf(node: ts.Node): string | undefined {
  if (ts.isShorthandPropertyAssignment(node) || ts.isPropertyAccessExpression(node)) return undefined;
  const { name } = node as ts.Node & { readonly name?: ts.Node };
  return name && (ts.isIdentifier(name) || ts.isPrivateIdentifier(name) || ts.isStringLiteral(name))
    ? name.text
    : undefined;
}
