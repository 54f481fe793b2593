import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { definitionParts, hasModifier, isErased, isFunctionNode, unwrapTypes } from './syntax-parts';

type Node = TypeScript.Node;

/**
 * Writes syntax as a sequence of kinds and texts, without comments, white space, types and trailing commas.
 * Two pieces of code with the same sequence do the same.
 *
 * @param isLeftOut functions that have blocks of their own
 */
export function writeSyntax(ts: Ts, nodes: readonly Node[], isLeftOut: (node: Node) => boolean): string[] {
  const parts: string[] = [];
  const visit = (outer: Node): void => {
    const node = unwrapTypes(ts, outer);
    if (isErased(ts, node) || isErasedDetail(ts, node)) return;
    if (isFunctionNode(ts, node) && isLeftOut(node)) {
      parts.push('function', String(node.kind), ...functionTraits(ts, node));
      definitionParts(ts, node).forEach(visit);
    } else {
      parts.push(String(node.kind), ...ownText(ts, node));
      ts.forEachChild(node, visit);
    }
    parts.push('.');
  };
  nodes.forEach(visit);
  return parts;
}

function functionTraits(ts: Ts, node: Node): string[] {
  const { AsyncKeyword, StaticKeyword } = ts.SyntaxKind;
  return [
    hasModifier(ts, node, AsyncKeyword) ? 'async' : '',
    hasModifier(ts, node, StaticKeyword) ? 'static' : '',
    (node as { asteriskToken?: Node }).asteriskToken ? 'generator' : '',
  ];
}

/** Tokens that only the type checker, or the list of exports, takes notice of. */
function isErasedDetail(ts: Ts, node: Node): boolean {
  const { SyntaxKind } = ts;
  switch (node.kind) {
    case SyntaxKind.ExportKeyword:
    case SyntaxKind.DefaultKeyword:
    case SyntaxKind.DeclareKeyword:
    case SyntaxKind.AbstractKeyword:
    case SyntaxKind.ReadonlyKeyword:
    case SyntaxKind.OverrideKeyword:
    case SyntaxKind.PublicKeyword:
    case SyntaxKind.PrivateKeyword:
    case SyntaxKind.ProtectedKeyword:
      return true;
    case SyntaxKind.QuestionToken:
    case SyntaxKind.ExclamationToken:
      // Of a conditional expression it is part of the meaning, which the kind of its parent says already.
      return true;
    case SyntaxKind.ExportDeclaration:
    case SyntaxKind.ImportDeclaration:
      return true;
    default:
      return false;
  }
}

/** What a node says beside its kind and its children. */
function ownText(ts: Ts, node: Node): string[] {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return [node.text];
  if (ts.isTemplateLiteralToken(node)) return [node.rawText ?? node.text];
  if (ts.isLiteralExpression(node)) return [node.text];
  if (ts.isJsxText(node)) return [node.text];
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return [String(node.operator)];
  if (ts.isMetaProperty(node)) return [String(node.keywordToken)];
  if (ts.isHeritageClause(node)) return [String(node.token)];
  if (ts.isVariableDeclarationList(node)) return [String(node.flags & ts.NodeFlags.BlockScoped)];
  if (ts.isExportAssignment(node)) return [node.isExportEquals === true ? '=' : 'default'];
  if (ts.isParameter(node)) return [ts.isParameterPropertyDeclaration(node, node.parent) ? 'property' : ''];
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return [node.questionDotToken ? '?.' : ''];
  }
  return [];
}
