import type { ImportBinding } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { isAssignment, isErased, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

export interface NamesInScope {
  readonly ts: Ts;
  readonly bindings: ReadonlyMap<string, ImportBinding>;
}

/** Modules whose functions only compute. */
const pureModules = /^(?:node:)?(?:path|url)(?:\/posix|\/win32)?$/;

/**
 * Whether evaluating an expression changes nothing and runs no code of the workspace, such as a getter or a
 * `toString`: literals, names, members of `process` and of JSON files, and computed paths.
 */
export function hasNoEffect(scope: NamesInScope, node: Node): boolean {
  const { ts } = scope;
  if (isErased(ts, node)) return true;
  if (!isEffectless(scope, node)) return false;
  return ts.forEachChild(node, (child) => (hasNoEffect(scope, child) ? undefined : true)) !== true;
}

/** Whether the value of an expression contains no functions that could be called later. */
export function hasNoFunctions(scope: NamesInScope, outer: Node): boolean {
  const { ts } = scope;
  const node = unwrap(ts, outer);
  const holdsNone = (one: Node) => hasNoFunctions(scope, one);
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(holdsNone);
  if (ts.isSpreadElement(node)) return holdsNone(node.expression);
  if (ts.isObjectLiteralExpression(node)) return node.properties.every(holdsNone);
  if (ts.isPropertyAssignment(node)) return holdsNone(node.initializer);
  if (ts.isConditionalExpression(node)) return holdsNone(node.whenTrue) && holdsNone(node.whenFalse);
  return isPrimitive(scope, node);
}

/** Whether an expression itself has no effect, apart from the expressions in it. */
function isEffectless(scope: NamesInScope, node: Node): boolean {
  const { ts } = scope;
  const { SyntaxKind } = ts;
  if (ts.isToken(node)) return node.kind !== SyntaxKind.ThisKeyword && node.kind !== SyntaxKind.SuperKeyword;
  if (ts.isBinaryExpression(node)) return isPureOperation(scope, node);
  if (ts.isPrefixUnaryExpression(node))
    return node.operator === SyntaxKind.ExclamationToken || isPrimitive(scope, node);
  if (ts.isTemplateSpan(node)) return isPrimitive(scope, node.expression);
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) return isLiteral(ts, node.expression);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node))
    return isPlainMember(scope, node) || isPureFunction(scope, node);
  if (ts.isCallExpression(node)) return isPureFunction(scope, node.expression);
  if (ts.isNewExpression(node))
    return (
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'URL' &&
      (node.arguments ?? []).every((one) => isPrimitive(scope, one))
    );
  return (
    ts.isTemplateExpression(node) ||
    ts.isConditionalExpression(node) ||
    ts.isParenthesizedExpression(node) ||
    unwrap(ts, node) !== node ||
    ts.isArrayLiteralExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isTypeOfExpression(node) ||
    ts.isMetaProperty(node)
  );
}

/** Operators that convert their operands to primitive values may call a function of these. */
function isPureOperation(scope: NamesInScope, node: TypeScript.BinaryExpression): boolean {
  const { SyntaxKind } = scope.ts;
  switch (node.operatorToken.kind) {
    case SyntaxKind.EqualsEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken:
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      return true;
    default:
      return isPrimitive(scope, node);
  }
}

/** Whether the value of an expression is a text, a number or similar, or an object of Node or of a JSON file. */
function isPrimitive(scope: NamesInScope, outer: Node): boolean {
  const { ts } = scope;
  const node = unwrap(ts, outer);
  const { SyntaxKind } = ts;
  if (ts.isIdentifier(node)) return /^(?:__(?:dir|file)name|undefined)$/.test(node.text);
  if (ts.isToken(node)) return node.kind !== SyntaxKind.ThisKeyword && node.kind !== SyntaxKind.SuperKeyword;
  if (ts.isConditionalExpression(node))
    return isPrimitive(scope, node.whenTrue) && isPrimitive(scope, node.whenFalse);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const asksOthers = kind === SyntaxKind.InKeyword || kind === SyntaxKind.InstanceOfKeyword;
    return (
      !asksOthers &&
      !isAssignment(ts, kind) &&
      isPrimitive(scope, node.left) &&
      isPrimitive(scope, node.right)
    );
  }
  if (ts.isPrefixUnaryExpression(node))
    return (
      node.operator !== SyntaxKind.PlusPlusToken &&
      node.operator !== SyntaxKind.MinusMinusToken &&
      isPrimitive(scope, node.operand)
    );
  if (ts.isCallExpression(node)) return isPureFunction(scope, node.expression);
  return ts.isTemplateExpression(node) || ts.isNewExpression(node) || isPlainMember(scope, node);
}

/** Whether the spread value is a literal. Other values may have getters or their own iterator. */
function isLiteral(ts: Ts, outer: Node): boolean {
  const node = unwrap(ts, outer);
  if (ts.isConditionalExpression(node)) return isLiteral(ts, node.whenTrue) && isLiteral(ts, node.whenFalse);
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node);
}

/** `process.env.CI`, `import.meta.dirname`, and `manifest.name` of a JSON file. */
function isPlainMember({ ts, bindings }: NamesInScope, outer: Node): boolean {
  let node = outer;
  while (
    ts.isPropertyAccessExpression(node) ||
    (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression))
  )
    node = node.expression;
  if (node === outer) return false;
  if (ts.isMetaProperty(node)) return true;
  if (!ts.isIdentifier(node)) return false;
  const specifier = bindings.get(node.text)?.specifier;
  if (specifier === undefined) return node.text === 'process';
  return /^(?:node:)?process$|\.json$/.test(specifier);
}

/** `resolve` and `path.join` of Node's own modules. */
function isPureFunction({ ts, bindings }: NamesInScope, outer: Node): boolean {
  const callee = ts.isPropertyAccessExpression(outer) ? outer.expression : outer;
  return ts.isIdentifier(callee) && pureModules.test(bindings.get(callee.text)?.specifier ?? '');
}
