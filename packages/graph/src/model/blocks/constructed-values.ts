import type { ts as TypeScript } from 'ts-morph';
import { unwrap } from '../syntax/syntax-parts';
import { isPlainValue, type LoadScope } from './load-scope';

type Node = TypeScript.Node;

const collections = new Set(['Map', 'Set', 'WeakMap', 'WeakSet']);

/**
 * The parts of a call that creates a value, changes nothing and can't fail: an empty collection or one of literals,
 * `Symbol('a')`, or `Object.freeze` of a literal.
 *
 * @returns the expressions that the call evaluates; `undefined` for any other expression
 */
export function partsOfConstructedValue(scope: LoadScope, node: Node): readonly Node[] | undefined {
  const { ts } = scope;
  if (ts.isNewExpression(node)) return partsOfCollection(scope, node);
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrap(ts, node.expression);
  const [first, ...more] = node.arguments;
  if (more.length > 0 || (first && ts.isSpreadElement(first))) return undefined;
  if (ts.isIdentifier(callee)) {
    const isSymbol = callee.text === 'Symbol' && scope.isGlobal(callee);
    return isSymbol && (first === undefined || isPlainValue(scope, first)) ? node.arguments : undefined;
  }
  return first && isFreeze(scope, callee) && isLiteral(scope, first) ? [first] : undefined;
}

function partsOfCollection(
  scope: LoadScope,
  { expression, arguments: given }: TypeScript.NewExpression,
): readonly Node[] | undefined {
  const { ts } = scope;
  const callee = unwrap(ts, expression);
  if (!ts.isIdentifier(callee) || !collections.has(callee.text) || !scope.isGlobal(callee)) return undefined;
  const [first, ...more] = given ?? [];
  if (first === undefined) return [];
  const list = unwrap(ts, first);
  if (more.length > 0 || !ts.isArrayLiteralExpression(list)) return undefined;
  // Weak collections, and a map, throw for elements that they do not accept.
  const areEntries = () => list.elements.every((one) => ts.isArrayLiteralExpression(unwrap(ts, one)));
  const canTake = callee.text === 'Set' || (callee.text === 'Map' && areEntries());
  return canTake ? [list] : undefined;
}

function isFreeze(scope: LoadScope, callee: Node): boolean {
  const { ts } = scope;
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'freeze') return false;
  const object = unwrap(ts, callee.expression);
  return ts.isIdentifier(object) && object.text === 'Object' && scope.isGlobal(object);
}

/** Whether the value is created here, so that no other code has it. */
function isLiteral({ ts }: LoadScope, outer: Node): boolean {
  const node = unwrap(ts, outer);
  return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node);
}
