import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** The maximum depth of constants that refer to each other. */
const deepest = 8;

/**
 * The constant text of an expression: literals, templates and concatenations of them, and constants of the same file.
 *
 * @returns `undefined` if the text depends on code that runs
 */
export function constantText(ts: Ts, node: Node | undefined, depth = 0): string | undefined {
  const inner = node && unwrap(ts, node);
  if (inner === undefined || depth > deepest) return undefined;
  const textOf = (part: Node | undefined) => constantText(ts, part, depth + 1);
  if (ts.isStringLiteralLike(inner)) return inner.text;
  if (ts.isTemplateExpression(inner)) {
    const spans = inner.templateSpans.flatMap(({ expression, literal }) => [
      textOf(expression),
      literal.text,
    ]);
    return joined([inner.head.text, ...spans]);
  }
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return joined([textOf(inner.left), textOf(inner.right)]);
  return ts.isIdentifier(inner) ? textOf(valueOf(ts, inner)) : undefined;
}

function joined(parts: readonly (string | undefined)[]): string | undefined {
  return parts.includes(undefined) ? undefined : parts.join('');
}

/** The value of a constant, if nothing else in the file declares its name, so that no scope can hide it. */
function valueOf(ts: Ts, identifier: TypeScript.Identifier): Node | undefined {
  const declared: Node[] = [];
  const visit = (node: Node): void => {
    const { name } = node as { readonly name?: Node };
    if (name && ts.isIdentifier(name) && name.text === identifier.text && declares(ts, node))
      declared.push(node);
    ts.forEachChild(node, visit);
  };
  visit(identifier.getSourceFile());
  const [only] = declared;
  if (declared.length !== 1 || !only || !ts.isVariableDeclaration(only)) return undefined;
  const flags = ts.getCombinedNodeFlags(only);
  const isConstant = (flags & ts.NodeFlags.Const) !== 0 && (flags & ts.NodeFlags.Using) === 0;
  return isConstant ? only.initializer : undefined;
}

/** Whether an identifier declares a name in a scope, unlike names of members, properties and attributes. */
function declares(ts: Ts, node: Node): boolean {
  return !(
    ts.isPropertyAccessExpression(node) ||
    ts.isObjectLiteralElementLike(node) ||
    ts.isClassElement(node) ||
    ts.isTypeElement(node) ||
    ts.isJsxAttribute(node) ||
    ts.isExportSpecifier(node)
  );
}
