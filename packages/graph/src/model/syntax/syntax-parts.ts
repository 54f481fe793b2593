import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';

type Node = TypeScript.Node;

/** A function, method, accessor or constructor with a body, which loading does not run. */
export type FunctionNode = TypeScript.FunctionLikeDeclaration & { readonly body: Node };

export function isFunctionNode(ts: Ts, node: Node): node is FunctionNode {
  return ts.isFunctionLike(node) && (node as { body?: Node }).body !== undefined;
}

/** Whether a node is the function that a call calls. */
export function isCalled(ts: Ts, node: Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

export function hasModifier(ts: Ts, node: Node, kind: TypeScript.SyntaxKind): boolean {
  return (
    ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) === true
  );
}

/** Whether compilers erase the syntax, so that it can't affect code that runs. */
export function isErased(ts: Ts, node: Node): boolean {
  const { SyntaxKind } = ts;
  if (node.kind === SyntaxKind.ExpressionWithTypeArguments) return false;
  if (ts.isTypeNode(node) || ts.isTypeParameterDeclaration(node)) return true;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return true;
  if (ts.isIndexSignatureDeclaration(node) || ts.isNamespaceExportDeclaration(node)) return true;
  if (ts.isStatement(node) && hasModifier(ts, node, SyntaxKind.DeclareKeyword)) return true;
  if (ts.isFunctionLike(node)) return (node as { body?: Node }).body === undefined;
  if (ts.isHeritageClause(node)) return node.token === SyntaxKind.ImplementsKeyword;
  if (ts.isParameter(node)) return ts.isIdentifier(node.name) && node.name.text === 'this';
  if (ts.isEmptyStatement(node)) return isListedStatement(ts, node);
  if (ts.isSemicolonClassElement(node)) return true;
  if (ts.isPropertyDeclaration(node)) {
    return (
      hasModifier(ts, node, SyntaxKind.DeclareKeyword) || hasModifier(ts, node, SyntaxKind.AbstractKeyword)
    );
  }
  return ts.isModuleDeclaration(node) && !holdsValues(ts, node);
}

/**
 * Whether a statement is a directive such as `'use strict'` at the start of a function or a file. After an empty
 * statement, it is an ordinary text.
 */
export function isDirective(ts: Ts, statement: Node): boolean {
  if (!isText(ts, statement)) return false;
  const { parent } = statement;
  if (!ts.isSourceFile(parent) && !(ts.isBlock(parent) && ts.isFunctionLike(parent.parent))) return false;
  const before = parent.statements.slice(0, parent.statements.indexOf(statement as TypeScript.Statement));
  return before.every((one) => isText(ts, one));
}

function isText(ts: Ts, statement: Node): boolean {
  return ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression);
}

/**
 * Whether a statement counts. The empty statement of `if (a);` does; an empty statement between statements does not.
 */
function isListedStatement(ts: Ts, node: Node): boolean {
  const { parent } = node;
  return (
    ts.isSourceFile(parent) ||
    ts.isBlock(parent) ||
    ts.isModuleBlock(parent) ||
    ts.isCaseOrDefaultClause(parent)
  );
}

/** A namespace of nothing but types is erased as a whole. */
function holdsValues(ts: Ts, node: TypeScript.ModuleDeclaration): boolean {
  const { body } = node;
  if (!body) return false;
  if (ts.isModuleDeclaration(body)) return holdsValues(ts, body);
  return !ts.isModuleBlock(body) || body.statements.some((statement) => !isErased(ts, statement));
}

/** The expression inside wrappers that only the type checker uses. */
export function unwrapTypes(ts: Ts, node: Node): Node {
  let inner = node;
  while (
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner) ||
    (ts.isExpressionWithTypeArguments(inner) && !ts.isHeritageClause(inner.parent))
  ) {
    inner = inner.expression;
  }
  return inner;
}

/**
 * The expression inside parentheses and type wrappers. The structure of the tree makes parentheses redundant, except
 * for `('use strict')`, which is not a directive, and `(f) = function () {}`, which does not name the function.
 */
export function unwrap(ts: Ts, node: Node): Node {
  let inner = unwrapTypes(ts, node);
  while (ts.isParenthesizedExpression(inner) && !keepsParentheses(ts, inner)) {
    inner = unwrapTypes(ts, inner.expression);
  }
  return inner;
}

function keepsParentheses(ts: Ts, node: Node): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent))
    return ts.isStringLiteralLike((node as TypeScript.ParenthesizedExpression).expression);
  return ts.isBinaryExpression(parent) && parent.left === node && isAssignment(ts, parent.operatorToken.kind);
}

export function isAssignment(ts: Ts, kind: TypeScript.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

/** Outermost functions in a piece of syntax, in source order, the piece itself included. */
export function outermostFunctions(ts: Ts, node: Node): FunctionNode[] {
  const found: FunctionNode[] = [];
  const visit = (at: Node): void => {
    if (isErased(ts, at)) return;
    if (!isFunctionNode(ts, at)) return ts.forEachChild(at, visit);
    found.push(at);
    definitionParts(ts, at).forEach(visit);
  };
  visit(node);
  return found;
}

/**
 * The parts of a function that belong to its definition: a computed name, decorators, and the parameters, which
 * affect calls (`f.length`, defaults, patterns that throw) before the body runs.
 */
export function definitionParts(ts: Ts, node: FunctionNode): Node[] {
  return [
    ...decoratorsOf(ts, node),
    ...(node.name ? [node.name] : []),
    ...node.parameters.filter((parameter) => !isErased(ts, parameter)),
  ];
}

export function decoratorsOf(ts: Ts, node: Node): readonly TypeScript.Decorator[] {
  return ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
}

/** Decorators on a class, its members or their parameters. */
export function hasDecorators(ts: Ts, node: TypeScript.ClassLikeDeclaration): boolean {
  const isDecorated = (at: Node) => decoratorsOf(ts, at).length > 0;
  return (
    isDecorated(node) ||
    node.members.some(
      (member) => isDecorated(member) || (ts.isFunctionLike(member) && member.parameters.some(isDecorated)),
    )
  );
}

/** Types that `emitDecoratorMetadata` turns into values: the types of the members of a class with decorators. */
export function metadataTypes(ts: Ts, node: TypeScript.ClassLikeDeclaration): TypeScript.TypeNode[] {
  if (!hasDecorators(ts, node)) return [];
  return node.members.flatMap((member) => {
    const parameters = ts.isFunctionLike(member) ? member.parameters.map(({ type }) => type) : [];
    const own = (member as { type?: TypeScript.TypeNode }).type;
    return [...parameters, own].filter((type) => type !== undefined);
  });
}

/** Whether one node contains the other, in either direction: a configuration may contain functions. */
export function isWithin(one: Node, other: Node): boolean {
  return (other.pos <= one.pos && one.end <= other.end) || (one.pos <= other.pos && other.end <= one.end);
}
