import type { ExportTarget, ImportBinding, ModuleImport } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { hasModifier, isErased } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** Names a file brings in and hands out. */
export interface SourceNames {
  readonly imports: readonly SourceImport[];
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  readonly exports: ReadonlyMap<string, ExportTarget>;
  /** Names exported more than once: the module does not load. */
  readonly duplicates: readonly string[];
  readonly stars: readonly string[];
}

/** An import with the names it binds: a compiler drops it when none of them is used as a value. */
export interface SourceImport extends ModuleImport {
  readonly locals: readonly string[];
  readonly position: number;
}

export function readSourceNames(ts: Ts, sourceFile: TypeScript.SourceFile): SourceNames {
  const imports: SourceImport[] = [];
  const bindings = new Map<string, ImportBinding>();
  const exports = new Map<string, ExportTarget>();
  const duplicates: string[] = [];
  const stars: string[] = [];
  const declared = new Set<string>();

  const addImport = (
    node: Node,
    specifier: string,
    kind: ModuleImport['kind'],
    locals: readonly string[] = [],
  ) => void imports.push({ specifier, kind, locals, position: node.pos });
  const addExport = (exported: string, target: ExportTarget) => {
    if (exports.has(exported)) duplicates.push(exported);
    exports.set(exported, target);
  };

  function readImport(node: TypeScript.ImportDeclaration): void {
    const specifier = textOf(ts, node.moduleSpecifier);
    if (specifier === undefined) return;
    const clause = node.importClause;
    if (!clause) return addImport(node, specifier, 'value');
    if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return addImport(node, specifier, 'type');
    const locals: string[] = [];
    const bind = (local: string, name: string) => {
      bindings.set(local, { specifier, name });
      locals.push(local);
    };
    if (clause.name) bind(clause.name.text, 'default');
    if (clause.namedBindings && ts.isNamespaceImport(clause.namedBindings))
      bind(clause.namedBindings.name.text, '*');
    else {
      for (const element of clause.namedBindings?.elements ?? []) {
        if (!element.isTypeOnly) bind(element.name.text, (element.propertyName ?? element.name).text);
      }
    }
    // `import { type A } from` still loads under `verbatimModuleSyntax`.
    const isOfTypes =
      locals.length === 0 && clause.namedBindings !== undefined && !isEmpty(ts, clause.namedBindings);
    addImport(node, specifier, isOfTypes ? 'elidable' : 'value', locals);
  }

  function readExport(node: TypeScript.ExportDeclaration): void {
    const specifier = textOf(ts, node.moduleSpecifier);
    const clause = node.exportClause;
    if (specifier !== undefined) addImport(node, specifier, kindOfReExport(ts, node));
    if (node.isTypeOnly) return;
    if (!clause) return specifier === undefined ? undefined : void stars.push(specifier);
    if (ts.isNamespaceExport(clause)) {
      if (specifier !== undefined) addExport(clause.name.text, { kind: 'hop', specifier, name: '*' });
      return;
    }
    for (const element of clause.elements) {
      if (element.isTypeOnly) continue;
      const name = (element.propertyName ?? element.name).text;
      addExport(
        element.name.text,
        specifier === undefined ? { kind: 'local', name } : { kind: 'hop', specifier, name },
      );
    }
  }

  function readDeclaration(statement: TypeScript.Statement): void {
    if (isErased(ts, statement) || !hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword)) return;
    const isDefault = hasModifier(ts, statement, ts.SyntaxKind.DefaultKeyword);
    for (const name of declaredNames(ts, statement)) {
      const exported = isDefault ? 'default' : name;
      // Declarations of one name merge; the compiler's binder knows which may not.
      if (declared.has(exported)) continue;
      declared.add(exported);
      addExport(exported, { kind: 'local', name });
    }
  }

  for (const statement of sourceFile.statements) {
    if (ts.isImportDeclaration(statement)) readImport(statement);
    else if (ts.isExportDeclaration(statement)) readExport(statement);
    else if (ts.isExportAssignment(statement)) {
      const name = statement.isExportEquals === true ? 'export=' : 'default';
      addExport(name, { kind: 'local', name });
    } else if (
      ts.isImportEqualsDeclaration(statement) &&
      ts.isExternalModuleReference(statement.moduleReference)
    ) {
      const specifier = textOf(ts, statement.moduleReference.expression);
      if (specifier === undefined) continue;
      addImport(statement, specifier, statement.isTypeOnly ? 'type' : 'value');
      if (statement.isTypeOnly) continue;
      bindings.set(statement.name.text, { specifier, name: '*' });
      readDeclaration(statement);
    } else readDeclaration(statement);
  }

  // An imported name that is exported again is a hop like `export … from`.
  for (const [exported, target] of exports) {
    const binding = target.kind === 'local' ? bindings.get(target.name) : undefined;
    if (binding) exports.set(exported, { kind: 'hop', ...binding });
  }
  return { imports, bindings, exports, duplicates, stars };
}

function kindOfReExport(
  ts: Ts,
  { isTypeOnly, exportClause }: TypeScript.ExportDeclaration,
): ModuleImport['kind'] {
  if (isTypeOnly) return 'type';
  if (!exportClause || !ts.isNamedExports(exportClause) || isEmpty(ts, exportClause)) return 'value';
  return exportClause.elements.every((one) => one.isTypeOnly) ? 'elidable' : 'value';
}

/** `import {} from` and `export {} from`: some compilers drop them, others load all the same. */
function isEmpty(ts: Ts, clause: TypeScript.NamedImportBindings | TypeScript.NamedExports): boolean {
  return !ts.isNamespaceImport(clause) && clause.elements.length === 0;
}

function textOf(ts: Ts, node: Node | undefined): string | undefined {
  return node && ts.isStringLiteralLike(node) ? node.text : undefined;
}

/** Names a top-level statement declares; `default` for a declaration without a name. */
export function declaredNames(ts: Ts, statement: Node): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  }
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement))
    return [statement.name?.text ?? 'default'];
  if (
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement)
  ) {
    return [statement.name.text];
  }
  return [];
}

/** `{ a, b: [c] }` → a, c. */
export function boundNames(ts: Ts, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    ts.isBindingElement(element) ? boundNames(ts, element.name) : [],
  );
}
