import { ts } from 'ts-morph';

/**
 * Describes the syntax tree of the compiled code, without layout, empty statements, `export {}`, and escapes
 * and parentheses that change nothing.
 */
export function describeCompiled(text: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext };
  const code = ts.transpileModule(text, { compilerOptions }).outputText.replace(/^"use strict";/, '');
  return describeNode(ts.createSourceFile('module.js', code, ts.ScriptTarget.ESNext, true));
}

function describeNode(node: ts.Node): string {
  if (ts.isEmptyStatement(node) || ts.isSemicolonClassElement(node) || isModuleMark(node)) return '';
  if (ts.isParenthesizedExpression(node) && isIdle(node)) return describeNode(node.expression);
  if (ts.isStringLiteral(node) && !ts.isExpressionStatement(node.parent)) return JSON.stringify(node.text);
  if (node.kind < ts.SyntaxKind.FirstNode) return node.getText();
  const { BlockScoped, OptionalChain } = ts.NodeFlags;
  const { operator } = node as { readonly operator?: ts.SyntaxKind };
  const parts = [node.kind, operator, node.flags & (BlockScoped | OptionalChain)].map((part) => part ?? '');
  const children: string[] = [];
  node.forEachChild((child) => void children.push(describeNode(child)));
  return `[${[...parts, ...children].filter((part) => part !== '').join()}]`;
}

/**
 * Whether parentheses change nothing. The tree already shows the grouping, so only parentheses around a
 * directive or the target of an assignment matter.
 */
function isIdle(node: ts.ParenthesizedExpression): boolean {
  const { parent } = node;
  return !ts.isStringLiteral(node.expression) && !(ts.isBinaryExpression(parent) && parent.left === node);
}

function isModuleMark(node: ts.Node): boolean {
  if (!ts.isExportDeclaration(node) || node.moduleSpecifier || !node.exportClause) return false;
  return ts.isNamedExports(node.exportClause) && node.exportClause.elements.length === 0;
}
