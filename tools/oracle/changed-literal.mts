import { ts } from 'ts-morph';

/** The text of a different value for a number, a string or a boolean; `undefined` for any other node. */
export function changedLiteral(node: ts.Node): string | undefined {
  if (ts.isNumericLiteral(node)) return String(Number(node.text) + 1);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return JSON.stringify(`${node.text} changed`);
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'false';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'true';
  return undefined;
}
