import type { BlockModel } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import {
  evaluationOf,
  evaluationOfClass,
  evaluationOfEnum,
  evaluationOfPattern,
  strongestEvaluation,
} from './load-time-evaluation';
import type { LoadScope } from './load-scope';
import type { CompiledExports, CompiledStatement } from '../compiled/compiled-statements';
import { boundNames } from '../names/read-source-names';
import { isErased } from '../syntax/syntax-parts';

type Node = TypeScript.Node;
type Eager = BlockModel['eager'];

/** One top-level declaration, or several of one name that make one thing (overloads, merged enums). */
export interface Declaration {
  readonly name: string;
  readonly nodes: Node[];
  eager: Eager;
}

/** A step in the order of evaluation: a statement, a declaration, or an import. */
export type Step =
  | { readonly kind: 'statement'; readonly node: Node }
  | { readonly kind: 'import'; readonly specifier: string }
  | { readonly kind: 'declaration'; readonly declaration: Declaration; readonly eager: Eager }
  /** In a compiled module, a statement after code that runs. It changes only the exports. */
  | { readonly kind: 'export'; readonly node: Node };

/** The top-level statements of a file: declarations by name, and the rest in order. */
export interface SourceParts {
  readonly declarations: readonly Declaration[];
  /** Local name → declaration, if a pattern declares several names. */
  readonly names: ReadonlyMap<string, Declaration>;
  /** The code that loading evaluates, in source order. Function declarations exist from the start. */
  readonly steps: readonly Step[];
}

/** @param compiled the exports of a CommonJS module that was compiled from an ES module */
export function splitSource(
  scope: LoadScope,
  sourceFile: TypeScript.SourceFile,
  compiled?: Pick<CompiledExports, 'statements'>,
): SourceParts {
  const splitter = new SourceSplitter(scope);
  for (const statement of sourceFile.statements) {
    const meaning = compiled?.statements.get(statement);
    if (meaning) splitter.addCompiled(statement, meaning);
    else splitter.addStatement(statement);
  }
  return splitter.finish();
}

class SourceSplitter {
  private readonly names = new Map<string, Declaration>();
  private readonly steps: Step[] = [];

  constructor(private readonly scope: LoadScope) {}

  addStatement(statement: TypeScript.Statement): void {
    const { scope } = this;
    const { ts } = scope;
    if (isErased(ts, statement)) return;
    if (isPlainImport(scope, statement)) this.addImport(statement);
    else if (ts.isFunctionDeclaration(statement)) this.declare([nameOf(statement)], statement, 'no');
    else if (ts.isClassDeclaration(statement))
      this.declare([nameOf(statement)], statement, evaluationOfClass(scope, statement));
    else if (ts.isEnumDeclaration(statement))
      this.declare([statement.name.text], statement, evaluationOfEnum(scope, statement));
    else if (ts.isVariableStatement(statement)) this.declareVariables(statement.declarationList);
    else if (ts.isExportAssignment(statement)) this.declareExport(statement);
    else if (ts.isModuleDeclaration(statement) || ts.isImportEqualsDeclaration(statement))
      this.declare([statement.name.text], statement, 'yes');
    else this.steps.push({ kind: 'statement', node: statement });
  }

  addCompiled(statement: TypeScript.Statement, meaning: CompiledStatement): void {
    const { scope } = this;
    switch (meaning.kind) {
      case 'import':
        this.steps.push({ kind: 'import', specifier: meaning.specifier });
        break;
      case 'function':
        this.declare([meaning.name], meaning.declaration, evaluationOf(scope, meaning.value));
        break;
      case 'value':
        this.declare([meaning.exported], meaning.value, evaluationOf(scope, meaning.value));
        break;
      case 'alias':
      case 'mark':
    }
    // Code that runs earlier may load another module that reads the exports.
    if (this.steps.some(isEffect)) this.steps.push({ kind: 'export', node: statement });
  }

  finish(): SourceParts {
    const { names, steps } = this;
    return { declarations: [...new Set(names.values())], names, steps };
  }

  private declare(locals: readonly string[], node: Node, eager: Eager): void {
    const [first] = locals;
    if (first === undefined) return void this.steps.push({ kind: 'statement', node });
    const declaration = this.joined(locals) ?? { name: first, nodes: [], eager };
    declaration.nodes.push(node);
    declaration.eager = strongestEvaluation([declaration.eager, eager]);
    for (const local of locals) this.names.set(local, declaration);
    if (!this.scope.ts.isFunctionDeclaration(node))
      this.steps.push({ kind: 'declaration', declaration, eager });
  }

  /** The declaration of any of these names; several are joined into one (`var a; var b; var { a, b } = c`). */
  private joined(locals: readonly string[]): Declaration | undefined {
    const [known, ...others] = new Set(locals.flatMap((local) => this.names.get(local) ?? []));
    if (known) for (const other of others) this.join(known, other);
    return known;
  }

  private join(known: Declaration, other: Declaration): void {
    known.nodes.push(...other.nodes);
    known.eager = strongestEvaluation([known.eager, other.eager]);
    for (const [name, declaration] of this.names) if (declaration === other) this.names.set(name, known);
    this.steps.forEach((step, index) => {
      if (step.kind === 'declaration' && step.declaration === other)
        this.steps[index] = { ...step, declaration: known };
    });
  }

  private declareVariables(list: TypeScript.VariableDeclarationList): void {
    const { ts } = this.scope;
    const isUsing = (list.flags & ts.NodeFlags.Using) !== 0;
    for (const declaration of list.declarations) {
      const eager = isUsing ? 'yes' : this.evaluationOf(declaration);
      this.declare(boundNames(ts, declaration.name), declaration, eager);
    }
  }

  private evaluationOf(declaration: TypeScript.VariableDeclaration): Eager {
    return this.scope.ts.isIdentifier(declaration.name)
      ? evaluationOf(this.scope, declaration.initializer)
      : evaluationOfPattern(this.scope, declaration);
  }

  private declareExport(statement: TypeScript.ExportAssignment): void {
    if (statement.isExportEquals === true) this.declare(['export='], statement, 'yes');
    else this.declare(['default'], statement, evaluationOf(this.scope, statement.expression));
  }

  private addImport(statement: TypeScript.Statement): void {
    const specifier = loadedSpecifier(this.scope, statement);
    if (specifier !== undefined) this.steps.push({ kind: 'import', specifier });
  }
}

function nameOf({ name }: TypeScript.FunctionDeclaration | TypeScript.ClassDeclaration): string {
  return name?.text ?? 'default';
}

/** Whether a step runs code. */
export function isEffect(step: Step): boolean {
  return step.kind === 'statement' || (step.kind === 'declaration' && step.eager === 'yes');
}

/** The node of the first step that runs code. */
export function firstEffect({ steps }: SourceParts): Node | undefined {
  const step = steps.find(isEffect);
  return step?.kind === 'declaration'
    ? step.declaration.nodes[0]
    : step?.kind === 'statement'
      ? step.node
      : undefined;
}

/** The specifier that a plain import or re-export may load. */
function loadedSpecifier({ ts }: LoadScope, statement: TypeScript.Statement): string | undefined {
  const textOf = (node: Node | undefined) => (node && ts.isStringLiteral(node) ? node.text : undefined);
  if (ts.isImportDeclaration(statement)) {
    const isType = statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
    return isType ? undefined : textOf(statement.moduleSpecifier);
  }
  if (ts.isExportDeclaration(statement))
    return statement.isTypeOnly ? undefined : textOf(statement.moduleSpecifier);
  if (!ts.isImportEqualsDeclaration(statement) || statement.isTypeOnly) return undefined;
  const { moduleReference } = statement;
  return ts.isExternalModuleReference(moduleReference) ? textOf(moduleReference.expression) : undefined;
}

/** Whether only the names of an import or re-export count: it has no attributes (`with { type: 'json' }`). */
function isPlainImport({ ts }: LoadScope, statement: TypeScript.Statement): boolean {
  if (ts.isImportEqualsDeclaration(statement)) {
    return statement.isTypeOnly || ts.isExternalModuleReference(statement.moduleReference);
  }
  if (ts.isExportDeclaration(statement)) return statement.isTypeOnly || !statement.attributes;
  if (!ts.isImportDeclaration(statement)) return false;
  const phase = statement.importClause?.phaseModifier;
  return phase === ts.SyntaxKind.TypeKeyword || (phase === undefined && !statement.attributes);
}
