import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { isErased } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

export interface OptionalSyntaxInput {
  readonly ts: Ts;
  readonly sourceFile: TypeScript.SourceFile;
  /** Whether compilers remove types from the file. */
  readonly isTyped: boolean;
}

/**
 * Kinds of syntax in a file that only some compilers and engines accept, sorted. A new kind may prevent the module
 * from loading, even in a function that no test calls.
 */
export function findOptionalSyntax({ ts, sourceFile, isTyped }: OptionalSyntaxInput): string[] {
  const found = new Set<string>();
  const visit = (node: Node): void => {
    if (isErased(ts, node)) return;
    const kind = kindOf(ts, node) ?? (isTyped ? undefined : kindInJavaScript(ts, node));
    if (kind !== undefined) found.add(kind);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return [...found].sort();
}

function kindOf(ts: Ts, node: Node): string | undefined {
  if (ts.isDecorator(node)) return 'decorator';
  if (node.kind === ts.SyntaxKind.AccessorKeyword) return 'accessor';
  if (ts.isVariableDeclarationList(node))
    return (node.flags & ts.NodeFlags.Using) === 0 ? undefined : 'using';
  if (ts.isImportAttributes(node)) return `import ${ts.tokenToString(node.token)}`;
  if (ts.isImportClause(node)) return importPhase(ts, node);
  if (ts.isMetaProperty(node)) return node.name.text === 'defer' ? 'import defer' : undefined;
  return typedKindOf(ts, node);
}

function importPhase(ts: Ts, { phaseModifier }: TypeScript.ImportClause): string | undefined {
  if (phaseModifier === undefined || phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined;
  return `import ${ts.tokenToString(phaseModifier)}`;
}

/** Code in TypeScript that is more than JavaScript with types: removing the types is not enough. */
function typedKindOf(ts: Ts, node: Node): string | undefined {
  if (ts.isEnumDeclaration(node)) return 'enum';
  if (ts.isModuleDeclaration(node)) return 'namespace';
  if (ts.isImportEqualsDeclaration(node)) return 'import =';
  if (ts.isExportAssignment(node)) return node.isExportEquals === true ? 'export =' : undefined;
  if (ts.isTypeAssertionExpression(node)) return 'type assertion';
  return ts.isParameter(node) && ts.isParameterPropertyDeclaration(node, node.parent)
    ? 'parameter property'
    : undefined;
}

function kindInJavaScript(ts: Ts, node: Node): string | undefined {
  if (ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node)) return 'JSX';
  const isOptional = ts.isClassElement(node) && (node as { questionToken?: Node }).questionToken;
  return isOptional ? 'optional member' : undefined;
}
