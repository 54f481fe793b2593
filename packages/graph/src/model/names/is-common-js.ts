import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';

type Node = TypeScript.Node;

/**
 * Whether a module determines its exported names while it runs: `export =`, or a use of `exports`, `module.exports`
 * or `module` in a file that is not an ES module.
 */
export function isCommonJs(ts: Ts, sourceFile: TypeScript.SourceFile): boolean {
  const isModule = ts.isExternalModule(sourceFile);
  const isExports = (node: Node): boolean => {
    if (ts.isExportAssignment(node) && node.isExportEquals === true) return true;
    if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression)) {
      if (node.expression.text === 'module') return !isModule || node.name.text === 'exports';
      return node.expression.text === 'exports';
    }
    if (node.kind === ts.SyntaxKind.ThisKeyword) return !isModule;
    return ts.isIdentifier(node) && (node.text === 'exports' || (!isModule && node.text === 'module'));
  };
  const visit = (node: Node): boolean =>
    isExports(node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return /\bexports\b/.test(sourceFile.text) || !isModule || / export\s*=/.test(sourceFile.text)
    ? visit(sourceFile)
    : false;
}
