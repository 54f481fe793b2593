import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import {
  definitionParts,
  hasModifier,
  isDirective,
  isErased,
  isFunctionNode,
  metadataTypes,
  unwrap,
} from './syntax-parts';

type Node = TypeScript.Node;

/**
 * Writes syntax as a sequence of kinds and texts, without comments, white space, types, redundant parentheses and
 * trailing commas. Two pieces of code with the same sequence have the same effect.
 *
 * @param isLeftOut functions with their own blocks
 * @param marks texts that replace other syntax with its own blocks
 */
export function writeSyntax(
  ts: Ts,
  nodes: readonly Node[],
  isLeftOut: (node: Node) => boolean,
  marks: ReadonlyMap<Node, readonly string[]> = new Map(),
): string[] {
  const parts: string[] = [];
  const visit = (outer: Node, role = ''): void => {
    const node = unwrap(ts, outer);
    if (isErased(ts, node) || isErasedToken(ts, node)) return;
    const mark = marks.get(node);
    if (mark) return void parts.push(...mark);
    if (ts.isJsxText(node)) {
      const text = textOfJsx(node.text);
      if (text !== '') parts.push('text', text);
      return;
    }
    if (isFunctionNode(ts, node) && isLeftOut(node)) {
      parts.push('function', role, String(node.kind), ...functionTraits(ts, node));
      definitionParts(ts, node).forEach((part) => visit(part));
    } else {
      parts.push(kindOf(ts, node), role, ...ownText(ts, node));
      ts.forEachChild(node, (child) => visit(child, roleOf(ts, node, child)));
    }
    if (ts.isClassLike(node))
      parts.push(...metadataTypes(ts, node).flatMap((type) => ['type', ...writeType(ts, type)]));
    parts.push('.');
  };
  nodes.forEach((node) => visit(node));
  return parts;
}

/** Writes a whole type, because decorators make it visible at run time. */
function writeType(ts: Ts, type: Node): string[] {
  const parts: string[] = [];
  const visit = (node: Node): void => {
    parts.push(String(node.kind), ...ownText(ts, node));
    ts.forEachChild(node, visit);
    parts.push('.');
  };
  visit(type);
  return parts;
}

function functionTraits(ts: Ts, node: Node): string[] {
  const { AsyncKeyword, ExportKeyword, StaticKeyword } = ts.SyntaxKind;
  return [
    isInNamespace(ts, node) && hasModifier(ts, node, ExportKeyword) ? 'export' : '',
    hasModifier(ts, node, AsyncKeyword) ? 'async' : '',
    hasModifier(ts, node, StaticKeyword) ? 'static' : '',
    (node as { asteriskToken?: Node }).asteriskToken ? 'generator' : '',
  ];
}

/**
 * Whether a token is only used by the type checker or the list of exports, or belongs to a conditional expression,
 * whose kind implies it.
 */
function isErasedToken(ts: Ts, node: Node): boolean {
  const { SyntaxKind } = ts;
  if (node.kind === SyntaxKind.ExportKeyword) return !isInNamespace(ts, node.parent);
  switch (node.kind) {
    case SyntaxKind.DefaultKeyword:
    case SyntaxKind.DeclareKeyword:
    case SyntaxKind.AbstractKeyword:
    case SyntaxKind.ReadonlyKeyword:
    case SyntaxKind.OverrideKeyword:
    case SyntaxKind.PublicKeyword:
    case SyntaxKind.PrivateKeyword:
    case SyntaxKind.ProtectedKeyword:
    case SyntaxKind.QuestionToken:
    case SyntaxKind.ColonToken:
    case SyntaxKind.ExclamationToken:
      return true;
    default:
      return false;
  }
}

/** Exports of a namespace are not exports of the module, which are listed separately. */
function isInNamespace(ts: Ts, declaration: Node): boolean {
  return ts.isModuleBlock(declaration.parent);
}

/** `{ 'a': 1 }` has the same key as `{ a: 1 }`. */
function kindOf(ts: Ts, node: Node): string {
  return isPlainKey(ts, node) ? 'key' : String(node.kind);
}

function isPlainKey(ts: Ts, node: Node): boolean {
  const { parent } = node;
  if (!ts.isIdentifier(node) && !ts.isStringLiteral(node) && !ts.isNumericLiteral(node)) return false;
  if (ts.isPropertyAssignment(parent) || ts.isMethodDeclaration(parent) || ts.isAccessor(parent))
    return parent.name === node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  return (ts.isPropertyDeclaration(parent) || ts.isEnumMember(parent)) && parent.name === node;
}

/** The role of a child in its parent, for children of one kind that may each be absent. */
function roleOf(ts: Ts, parent: Node, child: Node): string {
  if (ts.isForStatement(parent)) {
    if (child === parent.initializer) return 'initializer';
    return child === parent.condition ? 'condition' : child === parent.incrementor ? 'incrementor' : '';
  }
  if (ts.isBindingElement(parent) || ts.isParameter(parent))
    return child === parent.initializer ? 'initializer' : '';
  return '';
}

/** The content of a node besides its kind and its children. */
function ownText(ts: Ts, node: Node): string[] {
  if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) return [node.text];
  // The raw text of a template, with uniform line endings.
  if (ts.isTemplateLiteralToken(node)) return [(node.rawText ?? node.text).replace(/\r\n?/g, '\n')];
  if (ts.isRegularExpressionLiteral(node)) return [withSortedFlags(node.text)];
  if (ts.isNumericLiteral(node)) return [String(Number(node.text))];
  if (ts.isBigIntLiteral(node)) return [String(BigInt(node.text.replace(/n$/, '')))];
  // The exact text matters for a directive: `'use\x20strict'` is not one.
  if (ts.isStringLiteral(node) && isDirective(ts, node.parent))
    return ['directive', node.getText().slice(1, -1)];
  if (ts.isLiteralExpression(node)) return [node.text];
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return [String(node.operator)];
  if (ts.isMetaProperty(node)) return [String(node.keywordToken)];
  if (ts.isHeritageClause(node)) return [String(node.token)];
  if (ts.isImportClause(node)) return [String(node.phaseModifier)];
  if (ts.isVariableDeclarationList(node)) return [String(node.flags & ts.NodeFlags.BlockScoped)];
  if (ts.isExportAssignment(node)) return [node.isExportEquals === true ? '=' : 'default'];
  if (ts.isParameter(node)) return [ts.isParameterPropertyDeclaration(node, node.parent) ? 'property' : ''];
  if (
    ts.isCallExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node)
  ) {
    // A chain ends at parentheses: `(a?.b).c` may throw although `a?.b.c` does not.
    return [
      node.questionDotToken ? '?.' : '',
      (node.flags & ts.NodeFlags.OptionalChain) !== 0 ? 'chain' : '',
    ];
  }
  return [];
}

function withSortedFlags(expression: string): string {
  const end = expression.lastIndexOf('/') + 1;
  return expression.slice(0, end) + [...expression.slice(end)].sort().join('');
}

/** Text between tags as JSX interprets it: without indentation and without lines that contain only white space. */
function textOfJsx(text: string): string {
  const lines = text.split(/\r\n?|\n/);
  return lines
    .map((line, index) => {
      const start = index === 0 ? line : line.replace(/^[ \t]+/, '');
      return index === lines.length - 1 ? start : start.replace(/[ \t]+$/, '');
    })
    .filter((line) => line !== '')
    .join(' ');
}
