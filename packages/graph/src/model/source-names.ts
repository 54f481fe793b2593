import type { ExportTarget, ImportBinding, ModuleImport } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { hasModifier, isErased } from './syntax-parts';

type Node = TypeScript.Node;

/** Names a file brings in, declares and hands out. */
export interface SourceNames {
  readonly imports: readonly SourceImport[];
  readonly bindings: Map<string, ImportBinding>;
  readonly exports: Map<string, ExportTarget>;
  readonly stars: readonly string[];
}

/** An import with the names it binds: a compiler drops it when none of them is used as a value. */
export interface SourceImport extends ModuleImport {
  readonly locals: readonly string[];
}

export function readSourceNames(ts: Ts, sourceFile: TypeScript.SourceFile): SourceNames {
  const imports: SourceImport[] = [];
  const bindings = new Map<string, ImportBinding>();
  const exports = new Map<string, ExportTarget>();
  const stars: string[] = [];

  const specifierOf = (node: Node | undefined) => (node && ts.isStringLiteralLike(node) ? node.text : undefined);

  function readImport(node: TypeScript.ImportDeclaration): void {
    const specifier = specifierOf(node.moduleSpecifier);
    if (specifier === undefined) return;
    const clause = node.importClause;
    if (!clause) return void imports.push({ specifier, kind: 'value', locals: [] });
    if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return void imports.push({ specifier, kind: 'type', locals: [] });
    const locals: string[] = [];
    const bind = (local: string, name: string) => {
      bindings.set(local, { specifier, name });
      locals.push(local);
    };
    if (clause.name) bind(clause.name.text, 'default');
    if (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings)) bind(clause.namedBindings.name.text, '*');
    else {
      for (const element of clause.namedBindings?.elements ?? []) {
        if (!element.isTypeOnly) bind(element.name.text, (element.propertyName ?? element.name).text);
      }
    }
    // `import {} from` and `import { type A } from` still load under `verbatimModuleSyntax`.
    imports.push({ specifier, kind: locals.length === 0 ? 'elidable' : 'value', locals });
  }

  function readExport(node: TypeScript.ExportDeclaration): void {
    const specifier = specifierOf(node.moduleSpecifier);
    if (specifier !== undefined) imports.push({ specifier, kind: node.isTypeOnly ? 'type' : 'value', locals: [] });
    if (node.isTypeOnly) return;
    const clause = node.exportClause;
    if (specifier !== undefined && !clause) return void stars.push(specifier);
    if (specifier !== undefined && clause && ts.isNamespaceExport(clause)) {
      return void exports.set(clause.name.text, { kind: 'hop', specifier, name: '*' });
    }
    if (!clause || ts.isNamespaceExport(clause)) return;
    for (const element of clause.elements) {
      if (element.isTypeOnly) continue;
      const name = (element.propertyName ?? element.name).text;
      exports.set(element.name.text, specifier === undefined ? { kind: 'local', name } : { kind: 'hop', specifier, name });
    }
  }

  for (const statement of sourceFile.statements) {
    if (ts.isImportDeclaration(statement)) readImport(statement);
    else if (ts.isExportDeclaration(statement)) readExport(statement);
    else if (ts.isImportEqualsDeclaration(statement)) {
      const reference = statement.moduleReference;
      const specifier = ts.isExternalModuleReference(reference) ? specifierOf(reference.expression) : undefined;
      if (specifier === undefined) continue;
      imports.push({ specifier, kind: statement.isTypeOnly ? 'type' : 'value', locals: [] });
      if (!statement.isTypeOnly) bindings.set(statement.name.text, { specifier, name: '*' });
    } else if (ts.isExportAssignment(statement)) {
      const name = statement.isExportEquals === true ? 'export=' : 'default';
      exports.set(name, { kind: 'local', name });
    } else if (!isErased(ts, statement) && hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword)) {
      for (const name of declaredNames(ts, statement)) {
        const isDefault = hasModifier(ts, statement, ts.SyntaxKind.DefaultKeyword);
        exports.set(isDefault ? 'default' : name, { kind: 'local', name });
      }
    }
  }

  // An imported name that is exported again is a hop like `export … from`.
  for (const [exported, target] of exports) {
    const binding = target.kind === 'local' ? bindings.get(target.name) : undefined;
    if (binding) exports.set(exported, { kind: 'hop', ...binding });
  }
  return { imports, bindings, exports, stars };
}

/** Names a top-level statement declares; `default` for a declaration without a name. */
export function declaredNames(ts: Ts, statement: Node): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return [statement.name?.text ?? 'default'];
  if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement) || ts.isImportEqualsDeclaration(statement)) {
    return [statement.name.text];
  }
  return [];
}

/** `{ a, b: [c] }` → a, c. */
export function boundNames(ts: Ts, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(ts, element.name) : []));
}
