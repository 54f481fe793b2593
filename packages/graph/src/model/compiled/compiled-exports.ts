import type { ExportTarget, ImportBinding } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { assignedNames } from '../blocks/assigned-names';
import { boundNames, type SourceImport } from '../names/read-source-names';
import type { Ts } from '../syntax/compiler';
import type { CompiledExports, CompiledStatement } from './compiled-statements';
import { CompilerFunctions } from './compiler-functions';
import { countDeclarations } from './declared-names';
import {
  assignedExport,
  enumExport,
  type Getter,
  getterOf,
  isModuleMark,
  namesWithoutValue,
} from './export-statements';
import { type RequiredModule, requiredModule, starOf } from './required-modules';
import { exportsIn, mayPassExportsOn } from './uses-of-exports';

type Node = TypeScript.Node;
type Statement = TypeScript.Statement;

/**
 * Reads the exports of a CommonJS module if every use of `exports` has one of the forms that TypeScript writes for an
 * ES module.
 *
 * @param path only its extension counts
 * @returns `undefined` if the exports of the module are determined in any other way
 */
export function readCompiledExports(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  path: string,
): CompiledExports | undefined {
  const [first] = sourceFile.statements;
  const isCandidate =
    /\.c?js$/.test(path) &&
    sourceFile.text.includes('__esModule') &&
    !ts.isExternalModule(sourceFile) &&
    first !== undefined &&
    /^["']use strict["'];?$/.test(first.getText());
  return isCandidate ? new CompiledExportReader(ts, sourceFile).read() : undefined;
}

class CompiledExportReader {
  private readonly statements = new Map<Node, CompiledStatement>();
  /** Names in the order in which they are defined on `exports`. */
  private readonly order = new Set<string>();
  private readonly targets = new Map<string, ExportTarget>();
  private readonly stars: string[] = [];
  private readonly imports: SourceImport[] = [];
  private readonly required = new Map<string, RequiredModule>();
  private readonly bindings = new Map<string, ImportBinding>();
  /** Names that have a value at the current statement: functions from the start, others after their declaration. */
  private readonly declared: Set<string>;
  /** How often each name is declared in the scope of the module. */
  private readonly declarations: ReadonlyMap<string, number>;
  private readonly assigned: ReadonlySet<string>;
  private readonly enums = new Set<string>();
  /** The identifiers `exports` that have been read. */
  private readonly known = new Set<Node>();
  private readonly compiler: CompilerFunctions;
  private isModule = false;
  private isOther = false;

  constructor(
    private readonly ts: Ts,
    private readonly sourceFile: TypeScript.SourceFile,
  ) {
    const functions = sourceFile.statements.filter((one) => ts.isFunctionDeclaration(one));
    this.declared = new Set(functions.flatMap(({ name }) => (name ? [name.text] : [])));
    this.declarations = countDeclarations(ts, sourceFile);
    this.assigned = assignedNames(ts, sourceFile);
    this.compiler = new CompilerFunctions(ts, sourceFile, this.assigned);
  }

  read(): CompiledExports | undefined {
    const { ts, sourceFile, compiler } = this;
    if (!compiler.areKnown || this.declarations.has('Object')) return undefined;
    for (const statement of sourceFile.statements) {
      this.readStatement(statement);
      if (this.isOther) return undefined;
    }
    const { order, targets, stars, imports, bindings, statements } = this;
    if (!this.isModule || [...order].some((name) => !targets.has(name))) return undefined;
    const exported = new Set([...targets].flatMap(([name, { kind }]) => (kind === 'local' ? [name] : [])));
    if (mayPassExportsOn({ ts, sourceFile, compiler, known: this.known, exported })) return undefined;
    const exports = new Map([...order].map((name) => [name, targets.get(name)!]));
    return { exports, stars, imports, bindings, statements };
  }

  private readStatement(statement: Statement): void {
    const { ts, compiler } = this;
    if (statement === this.sourceFile.statements[0]) return this.mark(statement);
    if (ts.isVariableStatement(statement)) return this.readVariables(statement);
    if (ts.isClassDeclaration(statement) && statement.name) this.declared.add(statement.name.text);
    if (!ts.isExpressionStatement(statement)) return;
    const { expression } = statement;
    const empty = namesWithoutValue(ts, expression);
    const assigned = assignedExport(ts, expression);
    const getter = getterOf(ts, expression);
    const star = starOf(ts, compiler, expression);
    const name = enumExport(ts, expression);
    if (isModuleMark(ts, expression)) this.readModuleMark(statement);
    else if (empty) this.readNamesWithoutValue(statement, empty);
    else if (assigned) this.readAssigned(statement, assigned.exported, assigned.value);
    else if (getter) this.readGetter(statement, getter);
    else if (star !== undefined) this.readStar(statement, star);
    else if (name !== undefined) this.readEnum(name);
    else {
      const required = requiredModule(ts, compiler, expression);
      if (required?.form === 'plain') this.readImport(statement, required, []);
      return;
    }
    for (const node of exportsIn(ts, expression, assigned?.value)) this.known.add(node);
  }

  private readVariables(statement: TypeScript.VariableStatement): void {
    const { ts, compiler } = this;
    const { declarations } = statement.declarationList;
    const written = compiler.of(statement);
    if (compiler.isOfModules(statement)) return this.mark(statement);
    if (written) return void this.statements.set(statement, { kind: 'function', ...written });
    const [only, ...others] = declarations;
    const local = only && others.length === 0 && ts.isIdentifier(only.name) ? only.name.text : undefined;
    const required = only?.initializer && requiredModule(ts, compiler, only.initializer);
    if (required && local !== undefined && this.meansOneThing(local)) {
      this.required.set(local, required);
      this.bindings.set(local, { specifier: required.specifier, name: '*', isRequired: true });
      return this.readImport(statement, required, [local]);
    }
    for (const { name } of declarations) for (const one of boundNames(ts, name)) this.declared.add(one);
  }

  private readImport(statement: Statement, { specifier }: RequiredModule, locals: readonly string[]): void {
    this.statements.set(statement, { kind: 'import', specifier });
    this.imports.push({ specifier, kind: 'value', locals, position: statement.pos });
  }

  private readNamesWithoutValue(statement: Statement, names: readonly string[]): void {
    for (const name of names) this.addName(name, { hasValue: false });
    this.mark(statement);
  }

  private readAssigned(statement: Statement, exported: string, value: TypeScript.Expression): void {
    const { ts } = this;
    if (assignedExport(ts, value)) return this.refuse();
    const required = requiredModule(ts, this.compiler, value);
    if (required && required.form !== 'default') {
      // `export * as a from './a'`.
      this.readImport(statement, required, []);
      return this.addTarget(exported, { kind: 'hop', specifier: required.specifier, name: '*' });
    }
    const local = ts.isIdentifier(value) ? value.text : undefined;
    const imported = local === undefined ? undefined : this.required.get(local);
    if (imported) {
      if (imported.form === 'default') return this.refuse();
      this.mark(statement);
      return this.addTarget(exported, { kind: 'hop', specifier: imported.specifier, name: '*' });
    }
    if (local !== undefined && this.isOwn(local)) {
      if (!this.isReady(local)) return this.refuse();
      this.statements.set(statement, { kind: 'alias', exported, local });
      return this.addTarget(exported, { kind: 'local', name: local });
    }
    // The name of the export becomes a name of the module.
    if (this.isOwn(exported) || this.required.has(exported)) return this.refuse();
    this.statements.set(statement, { kind: 'value', exported, value });
    this.addTarget(exported, { kind: 'local', name: exported });
  }

  private readGetter(statement: Statement, { exported, object, member, interop }: Getter): void {
    const required = this.required.get(object);
    const isDefault = interop !== undefined || required?.form === 'default';
    const isKnown =
      interop === undefined ||
      (required?.form === 'plain' && this.compiler.isNamed(interop, '__importDefault'));
    if (!required || !isKnown || (isDefault && member !== 'default')) return this.refuse();
    // Otherwise Node finds the name only by the text of the getter.
    if (!this.order.has(exported)) return this.refuse();
    this.mark(statement);
    this.addTarget(exported, { kind: 'hop', specifier: required.specifier, name: member });
  }

  private readModuleMark(statement: Statement): void {
    this.isModule = true;
    this.mark(statement);
  }

  private readStar(statement: Statement, specifier: string): void {
    this.readImport(statement, { specifier, form: 'plain' }, []);
    this.stars.push(specifier);
  }

  /** An enum runs like any other statement. */
  private readEnum(name: string): void {
    if (this.enums.has(name)) return;
    this.enums.add(name);
    if (this.declarations.get(name) !== 1) return this.refuse();
    this.addTarget(name, { kind: 'local', name });
  }

  private mark(statement: Statement): void {
    this.statements.set(statement, { kind: 'mark' });
  }

  private addTarget(name: string, target: ExportTarget): void {
    // A name that is assigned twice has different meanings at different times.
    if (this.targets.has(name)) return this.refuse();
    this.addName(name, { hasValue: true });
    this.targets.set(name, target);
  }

  /** A star leaves out only the default export and the names that exist when it runs. */
  private addName(name: string, { hasValue }: { readonly hasValue: boolean }): void {
    const isLate = this.stars.length > 0 && !this.order.has(name) && name !== 'default';
    const isSpecial = name === '__proto__' || name === '__esModule';
    if (isLate || isSpecial || (!hasValue && this.targets.has(name))) return this.refuse();
    this.order.add(name);
  }

  private refuse(): void {
    this.isOther = true;
  }

  private isOwn(name: string): boolean {
    return this.declarations.has(name);
  }

  private isReady(name: string): boolean {
    return this.declared.has(name) && this.meansOneThing(name);
  }

  private meansOneThing(name: string): boolean {
    return this.declarations.get(name) === 1 && !this.assigned.has(name);
  }
}
