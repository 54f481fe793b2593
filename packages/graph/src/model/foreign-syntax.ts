import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { boundNames, type SourceNames } from './source-names';

type Node = TypeScript.Node;

/** Types in a JavaScript file belong to another language (Flow), which this parser only seems to understand. */
export function findForeignSyntax(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  const isForeign = (node: Node): boolean =>
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    (ts.isImportClause(node) && node.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
    ((ts.isImportSpecifier(node) || ts.isExportSpecifier(node) || ts.isExportDeclaration(node)) &&
      node.isTypeOnly) ||
    (ts.isExportAssignment(node) && node.isExportEquals === true);
  const visit = (node: Node): boolean =>
    isForeign(node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return visit(sourceFile) ? 'Types in a JavaScript file.' : undefined;
}

/** Names a file declares by an import and again by a declaration: in JavaScript, it does not load. */
export function findImportClash(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  names: SourceNames,
): string | undefined {
  for (const statement of sourceFile.statements) {
    const declared = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name))
      : ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
        ? [statement.name?.text ?? '']
        : [];
    const clash = declared.find((name) => names.bindings.has(name));
    if (clash !== undefined) return `'${clash}' is imported and declared.`;
  }
  return undefined;
}
