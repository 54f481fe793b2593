import type { ts as TypeScript } from 'ts-morph';
import type { SourceNames } from './names/read-source-names';
import { jsxFactories } from './read-pragmas';
import type { SyntaxTree } from './source-parts';
import type { Ts } from './syntax/compiler';

/** What JSX in a module may use without naming it. */
export interface JsxUse {
  readonly hasJsx: boolean;
  /** Identifiers in types; empty without JSX. */
  readonly typeNames: ReadonlySet<string>;
  /** Names of functions that JSX may call. */
  readonly jsxFactories: readonly string[];
}

/**
 * The functions that JSX may call without naming them. A tsconfig or the test runner's configuration can choose any
 * import for this, so a file with JSX depends on all imports except types.
 */
export function readJsx(
  { ts, sourceFile }: SyntaxTree,
  path: string,
  names: SourceNames,
  pragmas: readonly string[],
): JsxUse {
  const named = jsxFactories(pragmas);
  const hasJsx = /\.(?:[jt]sx|[cm]?js)$/.test(path) && /\/>|<\//.test(sourceFile.text);
  if (!hasJsx) return { hasJsx, typeNames: new Set<string>(), jsxFactories: named };
  const typeNames = typeNamesIn(ts, sourceFile);
  const imported = [...names.bindings.keys()].filter((name) => !typeNames.has(name));
  return { hasJsx, typeNames, jsxFactories: [...new Set([...named, ...imported])] };
}

function typeNamesIn(ts: Ts, sourceFile: TypeScript.SourceFile): Set<string> {
  const names = new Set<string>();
  const visit = (node: TypeScript.Node, isType: boolean): void => {
    const within =
      isType || ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node);
    if (within && ts.isIdentifier(node)) names.add(node.text);
    ts.forEachChild(node, (child) => visit(child, within));
  };
  visit(sourceFile, false);
  return names;
}
