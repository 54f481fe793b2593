import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';

type Node = TypeScript.Node;

/** A function, method, accessor or constructor with a body: code that loading does not run. */
export type FunctionNode = TypeScript.FunctionLikeDeclaration & { readonly body: Node };

export function isFunctionNode(ts: Ts, node: Node): node is FunctionNode {
  return ts.isFunctionLike(node) && (node as { body?: Node }).body !== undefined;
}

export function hasModifier(ts: Ts, node: Node, kind: TypeScript.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) === true;
}

/** Syntax that compilers erase: it can't alter what runs. */
export function isErased(ts: Ts, node: Node): boolean {
  const { SyntaxKind } = ts;
  if (node.kind === SyntaxKind.ExpressionWithTypeArguments) return false;
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isIndexSignatureDeclaration(node)) return true;
  if (ts.isFunctionLike(node)) return (node as { body?: Node }).body === undefined;
  if (ts.isHeritageClause(node)) return node.token === SyntaxKind.ImplementsKeyword;
  if (ts.isParameter(node)) return ts.isIdentifier(node.name) && node.name.text === 'this';
  if (ts.isEmptyStatement(node)) return true;
  if (ts.isPropertyDeclaration(node)) {
    return hasModifier(ts, node, SyntaxKind.DeclareKeyword) || hasModifier(ts, node, SyntaxKind.AbstractKeyword);
  }
  return ts.isStatement(node) && hasModifier(ts, node, SyntaxKind.DeclareKeyword);
}

/** The expression inside wrappers that only speak to the type checker. */
export function unwrapTypes(ts: Ts, node: Node): Node {
  let inner = node;
  while (
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}

/** Outermost functions in a piece of syntax, in source order, the piece itself included. */
export function outermostFunctions(ts: Ts, node: Node): FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (at: Node): void => {
    if (isErased(ts, at)) return;
    if (isFunctionNode(ts, at)) found.push(at);
    else ts.forEachChild(at, visit);
  };
  visit(node);
  return found;
}

/**
 * What of a function is evaluated where it stands: its name if computed, its decorators and those of its
 * parameters. Parameters, defaults and body are evaluated when it is called.
 */
export function definitionParts(ts: Ts, node: FunctionNode): Node[] {
  const decorators = (at: Node) => (ts.canHaveDecorators(at) ? [...(ts.getDecorators(at) ?? [])] : []);
  return [...decorators(node), ...(node.name ? [node.name] : []), ...node.parameters.flatMap(decorators)];
}

/** What of a function is evaluated when it is called. */
export function callParts(ts: Ts, node: FunctionNode): Node[] {
  return [...node.parameters.filter((parameter) => !isErased(ts, parameter)), node.body];
}
