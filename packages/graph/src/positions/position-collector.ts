import { EFFECTS, functionOfBody } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../model/syntax/compiler';
import {
  type FunctionNode,
  hasModifier,
  isDirective,
  isErased,
  isFunctionNode,
  unwrap,
} from '../model/syntax/syntax-parts';
import type { CodeRange, LocatedBranches, LocatedCode, LocatedFunction } from './code-positions';
import type { CoverageHints } from './coverage-hints';
import type { NodeBlock } from './find-node-blocks';

type Node = TypeScript.Node;

/** The block that contains the code; `undefined` if no probe shows whether it is executed. */
type Scope = NodeBlock | undefined;

export interface PositionSource {
  readonly ts: Ts;
  readonly sourceFile: TypeScript.SourceFile;
  /** The blocks by the syntax at which they start. */
  readonly blocks: ReadonlyMap<Node, NodeBlock>;
  readonly hints: CoverageHints;
}

/** Gathers the functions, branches and statements of a module as Istanbul counts them, in source order. */
export class PositionCollector {
  readonly functions: LocatedFunction[] = [];
  readonly branches: LocatedBranches[] = [];
  readonly statements: LocatedCode[] = [];
  private readonly ts: Ts;

  constructor(private readonly source: PositionSource) {
    this.ts = source.ts;
  }

  collect(): void {
    for (const statement of this.source.sourceFile.statements)
      this.visit(statement, { name: EFFECTS, kind: 'module' });
  }

  private visit(node: Node, outer: Scope): void {
    const { ts } = this;
    if (isErased(ts, node) || this.source.hints.of(node) === 'next') return;
    const scope = this.source.blocks.get(node) ?? outer;
    if (isStatement(ts, node)) this.addStatement(node, scope);
    if (isFunctionNode(ts, node)) this.visitFunction(node, scope);
    else if (ts.isIfStatement(node)) this.visitIf(node, scope);
    else if (ts.isConditionalExpression(node)) this.visitConditional(node, scope);
    else if (ts.isSwitchStatement(node)) this.visitSwitch(node, scope);
    else if (ts.isCatchClause(node)) this.visitBranch(node.block);
    else if (ts.isPropertyDeclaration(node)) this.visitField(node, scope);
    else {
      if (ts.isVariableDeclaration(node) && node.initializer)
        this.addStatement(unwrap(ts, node.initializer), scope);
      ts.forEachChild(node, (child) => this.visit(child, scope));
    }
  }

  /**
   * A function inside another one counts as part of it. No probe shows whether a function in a top-level statement is
   * executed.
   */
  private visitFunction(node: FunctionNode, outer: Scope): void {
    const { ts } = this;
    const own = this.source.blocks.get(node.body);
    const scope = own ?? (outer?.kind === 'module' ? undefined : outer);
    const body = unwrap(ts, node.body);
    if (own?.kind === 'body')
      this.functions.push({
        name: functionOfBody(own.name),
        block: own.name,
        declaration: this.declarationOf(node),
        range: this.rangeOf(body),
      });
    if (!ts.isBlock(body)) this.addStatement(body, scope);
    ts.forEachChild(node, (child) =>
      this.visit(child, child === node.body || ts.isParameter(child) ? scope : outer),
    );
  }

  private visitIf(node: TypeScript.IfStatement, scope: Scope): void {
    const { expression, thenStatement, elseStatement } = node;
    const hint = this.source.hints.of(node);
    const then = hint === 'if' ? undefined : this.pathOf(thenStatement, node);
    const other = hint === 'else' ? undefined : this.elsePathOf(node);
    // Reports interpret the first of the two as the branch that is taken.
    if (then) this.addBranches('if', node, [then, other]);
    this.visit(expression, scope);
    if (hint !== 'if') this.visitBranch(thenStatement);
    if (elseStatement && hint !== 'else') this.visitBranch(elseStatement);
  }

  /**
   * Without `else`, the code after the statement shows whether the condition was false, if the branch never continues
   * there.
   */
  private elsePathOf(node: TypeScript.IfStatement): LocatedCode | undefined {
    const { ts } = this;
    const { thenStatement, elseStatement, parent } = node;
    if (elseStatement) return this.pathOf(elseStatement);
    if (!neverContinues(ts, thenStatement)) return undefined;
    const statements: readonly Node[] = (parent as Partial<TypeScript.Block>).statements ?? [];
    const next = statements.slice(statements.indexOf(node) + 1).find((one) => !isErased(ts, one));
    const rest = next && this.source.blocks.get(next);
    const isRest = rest?.kind === 'branch' && rest.name !== this.source.blocks.get(node)?.name;
    return isRest ? { range: this.rangeOf(node), block: rest.name } : undefined;
  }

  private visitConditional(node: TypeScript.ConditionalExpression, scope: Scope): void {
    const { condition, whenTrue, whenFalse } = node;
    const paths = [whenTrue, whenFalse].filter((one) => this.source.hints.of(one) !== 'next');
    this.addBranches(
      'cond-expr',
      node,
      paths.map((one) => this.pathOf(one, unwrap(this.ts, one))),
    );
    this.visit(condition, scope);
    this.visitBranch(whenTrue);
    this.visitBranch(whenFalse);
  }

  private visitSwitch(node: TypeScript.SwitchStatement, scope: Scope): void {
    const { ts } = this;
    const { clauses } = node.caseBlock;
    const counted = clauses.filter((one) => this.source.hints.of(one) !== 'next');
    const paths = counted.map((clause) => this.clausePathOf(clause));
    this.addBranches('switch', node, paths);
    this.visit(node.expression, scope);
    for (const clause of counted) {
      if (ts.isCaseClause(clause)) this.visit(clause.expression, scope);
      for (const statement of clause.statements) this.visitBranch(statement);
    }
  }

  private clausePathOf(clause: TypeScript.CaseOrDefaultClause): LocatedCode | undefined {
    const first = clause.statements.find((one) => !isErased(this.ts, one));
    return first && this.pathOf(first, clause);
  }

  /** The fields of an instance are set when its constructor runs. */
  private visitField(node: TypeScript.PropertyDeclaration, outer: Scope): void {
    const { ts } = this;
    const isStatic = hasModifier(ts, node, ts.SyntaxKind.StaticKeyword);
    const constructor = node.parent.members.find((one) => ts.isConstructorDeclaration(one) && one.body);
    const { body } = (constructor ?? {}) as Partial<TypeScript.ConstructorDeclaration>;
    const scope = isStatic ? outer : body && this.source.blocks.get(body);
    if (!node.initializer) return;
    this.addStatement(unwrap(ts, node.initializer), scope);
    this.visit(node.initializer, scope);
  }

  /**
   * Visits code that may not run although the code around it does. Without its own block, no probe shows whether it
   * ran.
   */
  private visitBranch(node: Node): void {
    this.visit(node, undefined);
  }

  private pathOf(node: Node, shown = node): LocatedCode | undefined {
    const block = this.source.blocks.get(node);
    return block?.kind === 'branch' ? { range: this.rangeOf(shown), block: block.name } : undefined;
  }

  private addBranches(
    kind: LocatedBranches['kind'],
    node: Node,
    found: readonly (LocatedCode | undefined)[],
  ): void {
    const paths = found.filter((one) => one !== undefined);
    if (paths.length > 0) this.branches.push({ kind, range: this.rangeOf(node), paths });
  }

  private addStatement(node: Node, scope: Scope): void {
    if (scope) this.statements.push({ range: this.rangeOf(node), block: scope.name });
  }

  /** The declaration as Istanbul defines it: the name, or the first character. */
  private declarationOf(node: FunctionNode): CodeRange {
    const { ts } = this;
    if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) && node.name)
      return this.rangeOf(node.name);
    const { start } = this.rangeOf(node);
    return { start, end: { line: start.line, column: start.column + 1 } };
  }

  private rangeOf(node: Node): CodeRange {
    const { sourceFile } = this.source;
    const positionOf = (at: number) => {
      const { line, character } = sourceFile.getLineAndCharacterOfPosition(at);
      return { line: line + 1, column: character };
    };
    return { start: positionOf(node.getStart(sourceFile)), end: positionOf(node.end) };
  }
}

/** The statements that Istanbul counts, besides initializers and the bodies of arrow functions. */
function isStatement(ts: Ts, node: Node): boolean {
  if (ts.isExpressionStatement(node)) return !isDirective(ts, node);
  return (
    ts.isBreakOrContinueStatement(node) ||
    ts.isDebuggerStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isThrowStatement(node) ||
    ts.isTryStatement(node) ||
    ts.isIfStatement(node) ||
    ts.isSwitchStatement(node) ||
    ts.isWithStatement(node) ||
    ts.isIterationStatement(node, false) ||
    ts.isLabeledStatement(node)
  );
}

/** Whether a statement never continues at the next one. */
function neverContinues(ts: Ts, node: TypeScript.Statement): boolean {
  const last = ts.isBlock(node) ? node.statements.findLast((one) => !isErased(ts, one)) : node;
  return (
    last !== undefined &&
    (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isBreakOrContinueStatement(last))
  );
}
