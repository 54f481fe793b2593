import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { isAssignment } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** All names anywhere in a target of an assignment. */
export function assignedNames(ts: Ts, root: Node): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (node: Node): void => {
    if (ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, add);
  };
  const visit = (node: Node): void => {
    const target = assignedPart(ts, node);
    if (target) add(target);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return names;
}

function assignedPart(ts: Ts, node: Node): Node | undefined {
  if (ts.isBinaryExpression(node))
    return isAssignment(ts, node.operatorToken.kind) ? assignableIn(ts, node.left) : undefined;
  if (ts.isForInStatement(node) || ts.isForOfStatement(node))
    return ts.isVariableDeclarationList(node.initializer) ? undefined : node.initializer;
  const isCounted =
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken));
  return isCounted ? node.operand : undefined;
}

/** `a.b = c` assigns to a member, whatever `a` is. */
function assignableIn(ts: Ts, target: Node): Node | undefined {
  return ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target) ? undefined : target;
}
