import type { ImportBinding, ModuleImport } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import type { CodeReferences } from '../references/collect-references';
import { isRequire, literalText } from '../references/read-calls';
import type { SourceNames } from './read-source-names';
import { unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** How the kind of a file affects its imports. */
export interface ImportRules {
  /** Types are dropped, and with them the imports that only types use. */
  readonly isTyped: boolean;
  /** True for a file of declarations: none of it is loaded. */
  readonly isDeclaration: boolean;
  readonly hasJsx: boolean;
  readonly jsxFactories: readonly string[];
}

/** Everything that is loaded with a module, in source order. */
export function readImports(
  names: SourceNames,
  code: readonly CodeReferences[],
  typeNames: ReadonlySet<string>,
  rules: ImportRules,
): ModuleImport[] {
  const used = new Set(code.flatMap(({ references }) => references.map(({ name }) => name)));
  if (rules.hasJsx) for (const name of rules.jsxFactories) used.add(name);
  // A tsconfig may also name a factory: a seemingly unused import in a file with JSX may be one.
  const isUsed = (local: string) =>
    used.has(local) || isExported(names, local) || (rules.hasJsx && !typeNames.has(local));

  const written = names.imports.map(({ specifier, kind, locals, position }) => {
    if (rules.isDeclaration) return { specifier, kind: 'type' as const, position };
    if (!rules.isTyped) return { specifier, kind: kind === 'elidable' ? ('value' as const) : kind, position };
    const isUnused = kind === 'value' && locals.length > 0 && !locals.some(isUsed);
    return { specifier, kind: isUnused ? ('elidable' as const) : kind, position };
  });
  const required = code
    .flatMap(({ requires }) => requires)
    .map((one) => ({ ...one, kind: 'value' as const }));
  return [...written, ...required]
    .sort((a, b) => a.position - b.position)
    .map(({ specifier, kind }) => ({ specifier, kind }));
}

/** Whether something is loaded after a position. Some loaders do not hoist it. */
export function loadsBelow(position: number, names: SourceNames, code: readonly CodeReferences[]): boolean {
  const written = names.imports.filter(({ kind }) => kind !== 'type');
  return [...written, ...code.flatMap(({ requires }) => requires)].some((one) => one.position >= position);
}

function isExported({ bindings, exports }: SourceNames, local: string): boolean {
  const binding = bindings.get(local);
  return [...exports.values()].some(
    (target) =>
      target.kind === 'hop' && target.specifier === binding?.specifier && target.name === binding.name,
  );
}

/** The bindings of `const x = require('./y')` and `const { a } = require('./y')`, by name. */
export function requiredBindings(ts: Ts, sourceFile: TypeScript.SourceFile): Map<string, ImportBinding> {
  const bindings = new Map<string, ImportBinding>();
  for (const statement of sourceFile.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name, initializer } of statement.declarationList.declarations) {
      const specifier = initializer && requiredSpecifier(ts, initializer);
      if (specifier === undefined) continue;
      if (ts.isIdentifier(name)) bindings.set(name.text, { specifier, name: '*', isRequired: true });
      else if (ts.isObjectBindingPattern(name)) bindElements(ts, name, specifier, bindings);
    }
  }
  return bindings;
}

function requiredSpecifier(ts: Ts, outer: Node): string | undefined {
  const node = unwrap(ts, outer);
  return ts.isCallExpression(node) && isRequire(ts, unwrap(ts, node.expression))
    ? literalText(ts, node.arguments[0])
    : undefined;
}

function bindElements(
  ts: Ts,
  pattern: TypeScript.ObjectBindingPattern,
  specifier: string,
  bindings: Map<string, ImportBinding>,
): void {
  for (const { name, propertyName, dotDotDotToken } of pattern.elements) {
    if (!ts.isIdentifier(name)) continue;
    const key = propertyName ?? name;
    const isPlain = !dotDotDotToken && (ts.isIdentifier(key) || ts.isStringLiteralLike(key));
    bindings.set(name.text, { specifier, name: isPlain ? key.text : '*', isRequired: true });
  }
}
