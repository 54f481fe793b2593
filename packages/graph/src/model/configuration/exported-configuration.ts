import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/**
 * The expression whose value a module exports as its default, in `export default …`, `export = …` or `module.exports
 * = …`; `undefined` if other code of the module may have that value as well.
 */
export function exportedConfiguration(ts: Ts, sourceFile: TypeScript.SourceFile): Node | undefined {
  const exported = sourceFile.statements.flatMap((statement) => exportedValue(ts, statement) ?? []);
  const [value] = exported;
  if (value === undefined || exported.length > 1) return undefined;
  const isRequired = !sourceFile.statements.some((statement) => ts.isExportAssignment(statement));
  if (isRequired && identifiersOf(ts, sourceFile, /^(?:module|exports)$/).length > 2) return undefined;
  if (!ts.isIdentifier(value)) return value;
  return constantValue(ts, sourceFile, value.text);
}

function exportedValue(ts: Ts, statement: Node): Node | undefined {
  if (ts.isExportAssignment(statement)) return unwrap(ts, statement.expression);
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken)
    return undefined;
  return /^module\s*\.\s*exports$/.test(expression.left.getText()) ? unwrap(ts, expression.right) : undefined;
}

/** The initializer of a constant that only the export refers to. */
function constantValue(ts: Ts, sourceFile: TypeScript.SourceFile, name: string): Node | undefined {
  const uses = identifiersOf(ts, sourceFile, new RegExp(`^${name.replace(/\$/g, '\\$&')}$`));
  const [declaration] = uses.map(({ parent }) => parent).filter((at) => ts.isVariableDeclaration(at));
  if (uses.length !== 2 || declaration?.initializer === undefined) return undefined;
  const statement = declaration.parent.parent;
  const isTopLevel = ts.isVariableStatement(statement) && statement.parent === sourceFile;
  return isTopLevel && !statement.modifiers?.length ? unwrap(ts, declaration.initializer) : undefined;
}

function identifiersOf(ts: Ts, sourceFile: TypeScript.SourceFile, text: RegExp): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node) && text.test(node.text)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return found;
}
