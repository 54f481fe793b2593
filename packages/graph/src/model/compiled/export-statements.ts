import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';

type Node = TypeScript.Node;

/** `exports.a` → `a`. */
export function nameOfExport(ts: Ts, node: Node): string | undefined {
  const isExport =
    ts.isPropertyAccessExpression(node) &&
    !node.questionDotToken &&
    ts.isIdentifier(node.name) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'exports';
  return isExport ? node.name.text : undefined;
}

/** `exports.a = value`. */
export function assignedExport(
  ts: Ts,
  node: Node,
): { readonly exported: string; readonly value: TypeScript.Expression } | undefined {
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined;
  const exported = nameOfExport(ts, node.left);
  return exported === undefined ? undefined : { exported, value: node.right };
}

/** `exports.a = exports.b = void 0` → b, a. */
export function namesWithoutValue(ts: Ts, node: Node): readonly string[] | undefined {
  const assigned = assignedExport(ts, node);
  if (!assigned) return undefined;
  const { exported, value } = assigned;
  if (ts.isVoidExpression(value) && ts.isNumericLiteral(value.expression)) return [exported];
  const inner = namesWithoutValue(ts, value);
  return inner && [...inner, exported];
}

/** `Object.defineProperty(exports, "__esModule", { value: true })`. */
export function isModuleMark(ts: Ts, node: Node): boolean {
  const [name, properties] = definedProperty(ts, node) ?? [];
  return name === '__esModule' && /^\{\s*value:\s*true,?\s*\}$/.test(properties!.getText());
}

/** `exports.exported` is `object.member` whenever it is read. */
export interface Getter {
  readonly exported: string;
  readonly object: string;
  readonly member: string;
  /** The function of the compiler that receives the object first: `__importDefault(object).default`. */
  readonly interop: TypeScript.Expression | undefined;
}

/** `Object.defineProperty(exports, "a", { enumerable: true, get: function () { return b.c; } })`. */
export function getterOf(ts: Ts, node: Node): Getter | undefined {
  const [exported, properties] = definedProperty(ts, node) ?? [];
  if (exported === undefined || !properties || !ts.isObjectLiteralExpression(properties)) return undefined;
  const [enumerable, get, ...others] = properties.properties;
  if (!enumerable || !get || others.length > 0 || !/^enumerable:\s*true$/.test(enumerable.getText()))
    return undefined;
  const isGetter = ts.isPropertyAssignment(get) && get.name.getText() === 'get';
  const value = isGetter ? returnedValue(ts, get.initializer) : undefined;
  if (!value || !ts.isPropertyAccessExpression(value) || value.questionDotToken) return undefined;
  const { expression, name } = value;
  if (!ts.isIdentifier(name)) return undefined;
  if (ts.isIdentifier(expression))
    return { exported, object: expression.text, member: name.text, interop: undefined };
  if (!ts.isCallExpression(expression) || expression.arguments.length !== 1) return undefined;
  const [object] = expression.arguments;
  return object && ts.isIdentifier(object)
    ? { exported, object: object.text, member: name.text, interop: expression.expression }
    : undefined;
}

/** Matches `(function (A) { … })(A || (exports.A = A = {}))`, which TypeScript writes for an enum or a namespace. */
export function enumExport(ts: Ts, node: Node): string | undefined {
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const callee = ts.isParenthesizedExpression(node.expression) ? node.expression.expression : undefined;
  if (!callee || !ts.isFunctionExpression(callee) || callee.parameters.length !== 1) return undefined;
  const name = callee.parameters[0]!.name.getText();
  const argument = node.arguments[0]!.getText().replace(/\s+/g, '');
  const isExported =
    argument === `${name}||(exports.${name}=${name}={})` ||
    argument === `${name}=exports.${name}||(exports.${name}={})`;
  return isExported && /^[\w$]+$/.test(name) ? name : undefined;
}

/** The name and the properties in `Object.defineProperty(exports, name, properties)`. */
function definedProperty(ts: Ts, node: Node): readonly [string, Node] | undefined {
  if (!ts.isCallExpression(node) || !/^Object\.defineProperty$/.test(node.expression.getText()))
    return undefined;
  const [object, name, properties, ...others] = node.arguments;
  const isDefined =
    object &&
    name &&
    properties &&
    others.length === 0 &&
    ts.isIdentifier(object) &&
    object.text === 'exports' &&
    ts.isStringLiteral(name);
  return isDefined ? [name.text, properties] : undefined;
}

function returnedValue(ts: Ts, node: Node): TypeScript.Expression | undefined {
  if (!ts.isFunctionExpression(node) || node.parameters.length > 0 || node.asteriskToken) return undefined;
  if (node.modifiers?.length) return undefined;
  const [statement, ...others] = node.body.statements;
  return statement && others.length === 0 && ts.isReturnStatement(statement)
    ? statement.expression
    : undefined;
}
