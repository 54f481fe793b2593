import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { boundNames, type SourceNames } from '../names/read-source-names';

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
    (ts.isExportAssignment(node) && node.isExportEquals === true) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isNonNullExpression(node) ||
    isMarked(ts, node) ||
    (ts.isFunctionLike(node) && (node as { body?: Node }).body === undefined);
  const visit = (node: Node): boolean =>
    isForeign(node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return visit(sourceFile) ? 'Types in a JavaScript file.' : undefined;
}

/** What only a type checker takes notice of, on a declaration: `private`, `?`, `!`, a parameter `this`. */
function isMarked(ts: Ts, node: Node): boolean {
  const { AbstractKeyword, DeclareKeyword, OverrideKeyword, ReadonlyKeyword } = ts.SyntaxKind;
  const { PrivateKeyword, ProtectedKeyword, PublicKeyword } = ts.SyntaxKind;
  const words: readonly TypeScript.SyntaxKind[] = [
    AbstractKeyword,
    DeclareKeyword,
    OverrideKeyword,
    PrivateKeyword,
    ProtectedKeyword,
    PublicKeyword,
    ReadonlyKeyword,
  ];
  if (words.includes(node.kind)) return true;
  if (ts.isParameter(node) && ts.isIdentifier(node.name) && node.name.text === 'this') return true;
  if (ts.isVariableDeclaration(node)) return node.exclamationToken !== undefined;
  if (ts.isParameter(node) || ts.isMethodDeclaration(node)) return node.questionToken !== undefined;
  return (
    ts.isPropertyDeclaration(node) &&
    (node.questionToken !== undefined || node.exclamationToken !== undefined)
  );
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
