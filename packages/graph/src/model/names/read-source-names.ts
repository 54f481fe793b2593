import type { ExportTarget, ImportBinding, ModuleImport } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { hasModifier, isErased } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** Names a file imports and exports. */
export interface SourceNames {
  readonly imports: readonly SourceImport[];
  readonly bindings: ReadonlyMap<string, ImportBinding>;
  readonly exports: ReadonlyMap<string, ExportTarget>;
  /** Names that are exported more than once, so that the module does not load. */
  readonly duplicates: readonly string[];
  readonly stars: readonly string[];
}

/** An import with the names it binds: a compiler drops it if none of them is used as a value. */
export interface SourceImport extends ModuleImport {
  readonly locals: readonly string[];
  readonly position: number;
}

export function readSourceNames(ts: Ts, sourceFile: TypeScript.SourceFile): SourceNames {
  const reader = new SourceNameReader(ts);
  for (const statement of sourceFile.statements) reader.readStatement(statement);
  return reader.finish();
}

class SourceNameReader {
  private readonly imports: SourceImport[] = [];
  private readonly bindings = new Map<string, ImportBinding>();
  private readonly exports = new Map<string, ExportTarget>();
  private readonly duplicates: string[] = [];
  private readonly stars: string[] = [];
  private readonly declared = new Set<string>();

  constructor(private readonly ts: Ts) {}

  readStatement(statement: TypeScript.Statement): void {
    const { ts } = this;
    if (ts.isImportDeclaration(statement)) this.readImport(statement);
    else if (ts.isExportDeclaration(statement)) this.readExport(statement);
    else if (ts.isExportAssignment(statement)) {
      const name = statement.isExportEquals === true ? 'export=' : 'default';
      this.addExport(name, { kind: 'local', name });
    } else if (ts.isImportEqualsDeclaration(statement)) this.readImportEquals(statement);
    else this.readDeclaration(statement);
  }

  /** Turns an imported name that is exported again into a hop, like `export … from`. */
  finish(): SourceNames {
    const { imports, bindings, exports, duplicates, stars } = this;
    for (const [exported, target] of exports) {
      const binding = target.kind === 'local' ? bindings.get(target.name) : undefined;
      if (binding) exports.set(exported, { kind: 'hop', ...binding });
    }
    return { imports, bindings, exports, duplicates, stars };
  }

  private addExport(exported: string, target: ExportTarget): void {
    if (this.exports.has(exported)) this.duplicates.push(exported);
    this.exports.set(exported, target);
  }

  private readImport(node: TypeScript.ImportDeclaration): void {
    const { ts } = this;
    const specifier = textOf(ts, node.moduleSpecifier);
    if (specifier === undefined) return;
    const clause = node.importClause;
    const isType = clause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    const locals = clause && !isType ? this.bindClause(clause, specifier) : [];
    const kind = isType ? 'type' : isOfTypesOnly(ts, clause, locals) ? 'elidable' : 'value';
    this.imports.push({ specifier, kind, locals, position: node.pos });
  }

  /** @returns the local names that an import binds */
  private bindClause({ name, namedBindings }: TypeScript.ImportClause, specifier: string): string[] {
    const { ts } = this;
    const bound: [local: string, name: string][] = [];
    if (name) bound.push([name.text, 'default']);
    if (namedBindings && ts.isNamespaceImport(namedBindings)) bound.push([namedBindings.name.text, '*']);
    else {
      for (const element of namedBindings?.elements ?? []) {
        if (!element.isTypeOnly) bound.push([element.name.text, (element.propertyName ?? element.name).text]);
      }
    }
    for (const [local, imported] of bound) this.bindings.set(local, { specifier, name: imported });
    return bound.map(([local]) => local);
  }

  private readExport(node: TypeScript.ExportDeclaration): void {
    const { ts } = this;
    const specifier = textOf(ts, node.moduleSpecifier);
    const clause = node.exportClause;
    if (specifier !== undefined)
      this.imports.push({ specifier, kind: kindOfReExport(ts, node), locals: [], position: node.pos });
    if (node.isTypeOnly) return;
    if (!clause) {
      if (specifier !== undefined) this.stars.push(specifier);
    } else if (ts.isNamespaceExport(clause)) {
      if (specifier !== undefined) this.addExport(clause.name.text, { kind: 'hop', specifier, name: '*' });
    } else {
      for (const element of clause.elements) {
        if (element.isTypeOnly) continue;
        const name = (element.propertyName ?? element.name).text;
        this.addExport(
          element.name.text,
          specifier === undefined ? { kind: 'local', name } : { kind: 'hop', specifier, name },
        );
      }
    }
  }

  /** `import a = require('./a')`, or `import a = b.c`, which declares a name like any other declaration. */
  private readImportEquals(statement: TypeScript.ImportEqualsDeclaration): void {
    const { moduleReference, isTypeOnly } = statement;
    if (!this.ts.isExternalModuleReference(moduleReference)) return this.readDeclaration(statement);
    const specifier = textOf(this.ts, moduleReference.expression);
    if (specifier === undefined) return;
    const kind = isTypeOnly ? 'type' : 'value';
    this.imports.push({ specifier, kind, locals: [], position: statement.pos });
    if (isTypeOnly) return;
    this.bindings.set(statement.name.text, { specifier, name: '*' });
    this.readDeclaration(statement);
  }

  private readDeclaration(statement: TypeScript.Statement): void {
    const { ts } = this;
    if (isErased(ts, statement) || !hasModifier(ts, statement, ts.SyntaxKind.ExportKeyword)) return;
    const isDefault = hasModifier(ts, statement, ts.SyntaxKind.DefaultKeyword);
    for (const name of declaredNames(ts, statement)) {
      const exported = isDefault ? 'default' : name;
      // Declarations of one name merge. The binder of the compiler reports those that may not.
      if (this.declared.has(exported)) continue;
      this.declared.add(exported);
      this.addExport(exported, { kind: 'local', name });
    }
  }
}

/** `import { type A } from` still loads under `verbatimModuleSyntax`. */
function isOfTypesOnly(
  ts: Ts,
  clause: TypeScript.ImportClause | undefined,
  locals: readonly string[],
): boolean {
  const named = clause?.namedBindings;
  return locals.length === 0 && named !== undefined && !isEmpty(ts, named);
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

/** Names that a top-level statement declares; `default` for a declaration without a name. */
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
