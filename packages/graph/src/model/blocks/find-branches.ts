import type { RunnerSyntax } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import { boundNames } from '../names/read-source-names';
import { isImportMeta } from '../references/read-calls';
import type { Ts } from '../syntax/compiler';
import { isErased, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/**
 * A part of a function that may not run although the function does: a branch of an `if`, a clause of a `switch`, a
 * `catch`, an operand of a conditional expression, or the rest of a list of statements after a statement that may
 * leave the list.
 */
export interface Branch {
  readonly label: 'then' | 'else' | 'case' | 'catch' | 'rest';
  /** `block`: one block. `statement`: one statement without braces. `list`: statements in a list. */
  readonly form: 'block' | 'statement' | 'expression' | 'list';
  /** In source order, without code that compilers erase; never empty. */
  readonly nodes: readonly Node[];
  /** Names that it declares and that code outside refers to. The branch affects such code even before it runs. */
  readonly names: readonly string[];
  readonly branches: readonly Branch[];
}

export interface BranchScope {
  readonly ts: Ts;
  /** Of all test runners. */
  readonly syntax: RunnerSyntax;
}

/**
 * The outermost branches in the body of a function, including nested functions, in source order. Code that declares
 * names that are hoisted out of it is not a branch, and neither is code that a tool hoists (`vi.mock`, eager globs).
 */
export function findBranches(scope: BranchScope, root: Node): Branch[] {
  return branchesIn(scope, (collector) => collector.visit(root));
}

function branchesIn(scope: BranchScope, visit: (collector: BranchCollector) => void): Branch[] {
  const collector = new BranchCollector(scope);
  visit(collector);
  return collector.branches;
}

interface StatementList {
  readonly statements: readonly TypeScript.Statement[];
  /** Whether other lists see the names that it declares, as the clauses of a `switch` do. */
  readonly isShared: boolean;
}

/** Gathers the outermost branches of the syntax that it visits. */
class BranchCollector {
  readonly branches: Branch[] = [];
  private readonly ts: Ts;

  constructor(private readonly scope: BranchScope) {
    this.ts = scope.ts;
  }

  visit(node: Node): void {
    const { ts } = this;
    if (isErased(ts, node)) return;
    if (ts.isIfStatement(node)) this.visitIf(node);
    else if (ts.isConditionalExpression(node)) {
      this.visit(node.condition);
      this.addOperand(node.whenTrue, 'then');
      this.addOperand(node.whenFalse, 'else');
    } else if (ts.isCatchClause(node)) {
      if (node.variableDeclaration) this.visit(node.variableDeclaration);
      this.addStatement(node.block, 'catch');
    } else if (ts.isCaseOrDefaultClause(node)) this.visitClause(node);
    else if (ts.isBlock(node)) this.visitList({ statements: node.statements, isShared: false }, 0);
    else ts.forEachChild(node, (child) => this.visit(child));
  }

  private visitIf({ expression, thenStatement, elseStatement }: TypeScript.IfStatement): void {
    this.visit(expression);
    this.addStatement(thenStatement, 'then');
    if (elseStatement) this.addStatement(elseStatement, 'else');
  }

  private addStatement(node: TypeScript.Statement, label: Branch['label']): void {
    const { ts } = this;
    if (ts.isEmptyStatement(node) || staysOutside(this.scope, node)) return this.visit(node);
    const form = ts.isBlock(node) ? 'block' : 'statement';
    this.branches.push({ label, form, nodes: [node], names: [], branches: findBranches(this.scope, node) });
  }

  private addOperand(node: TypeScript.Expression, label: Branch['label']): void {
    if (staysOutside(this.scope, node)) return this.visit(node);
    const branches = findBranches(this.scope, node);
    this.branches.push({ label, form: 'expression', nodes: [node], names: [], branches });
  }

  /** All clauses share one scope: each sees the declarations of the others. */
  private visitClause(node: TypeScript.CaseOrDefaultClause): void {
    const { ts } = this;
    if (ts.isCaseClause(node)) this.visit(node.expression);
    const list = { statements: node.statements, isShared: true };
    const nodes = node.statements.filter((statement) => !isErased(ts, statement));
    const isBranch =
      nodes.length > 0 &&
      lexicalNames(ts, nodes).length === 0 &&
      !nodes.some((one) => staysOutside(this.scope, one));
    if (!isBranch) return this.visitList(list, 0);
    const branches = branchesIn(this.scope, (collector) => collector.visitList(list, 0));
    this.branches.push({ label: 'case', form: 'list', nodes, names: [], branches });
  }

  /**
   * Visits the statements of a list from an index on. After a statement that may leave the list, the others are a
   * branch.
   */
  private visitList(list: StatementList, from: number): void {
    const { ts } = this;
    const { statements } = list;
    for (let index = from; index < statements.length; index++) {
      this.visit(statements[index]!);
      if (!mayLeave(ts, statements[index]!)) continue;
      const rest = this.restOf(list, index + 1);
      if (!rest) continue;
      const { nodes, names, end } = rest;
      const inner = { ...list, statements: statements.slice(0, end) };
      const branches = branchesIn(this.scope, (collector) => collector.visitList(inner, index + 1));
      this.branches.push({ label: 'rest', form: 'list', nodes, names, branches });
      for (const statement of statements.slice(end)) this.visit(statement);
      return;
    }
  }

  /** Functions at the end of the list are hoisted, so they are not part of the branch. */
  private restOf({ statements, isShared }: StatementList, from: number) {
    const { ts } = this;
    const isHoistedOrErased = (node: Node) => ts.isFunctionDeclaration(node) || isErased(ts, node);
    let end = statements.length;
    while (end > from && isHoistedOrErased(statements[end - 1]!)) end--;
    const nodes = statements.slice(from, end).filter((statement) => !isErased(ts, statement));
    if (nodes.length === 0 || nodes.some((one) => staysOutside(this.scope, one))) return undefined;
    const declared = lexicalNames(ts, nodes);
    if (isShared && declared.length > 0) return undefined;
    const outside = [...statements.slice(0, from), ...statements.slice(end)];
    return { nodes, names: namesIn(ts, outside, new Set(declared)), end };
  }
}

/**
 * Marks for the syntax that contains branches. They represent each branch, with the names that it declares for code
 * outside.
 */
export function branchMarks(ts: Ts, branches: readonly Branch[]): ReadonlyMap<Node, readonly string[]> {
  return new Map(
    branches.flatMap(({ label, nodes, names }) =>
      nodes.map((node, index): [Node, string[]] => [
        unwrap(ts, node),
        index === 0 ? ['branch', label, ...names, '.'] : [],
      ]),
    ),
  );
}

/** Whether code declares names that code outside sees, or makes calls that are hoisted out of it. */
function staysOutside(scope: BranchScope, root: Node): boolean {
  const { ts } = scope;
  const visit = (node: Node, isInner: boolean): boolean => {
    if (isErased(ts, node)) return false;
    if (!isInner && isHoisted(ts, node)) return true;
    if (ts.isCallExpression(node) && isHoistedCall(scope, node)) return true;
    const inner = isInner || ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node);
    return ts.forEachChild(node, (child) => visit(child, inner) || undefined) === true;
  };
  return visit(root, false);
}

function isHoisted(ts: Ts, node: Node): boolean {
  if (ts.isVariableDeclarationList(node)) return (node.flags & ts.NodeFlags.BlockScoped) === 0;
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node)
  );
}

function isHoistedCall({ ts, syntax }: BranchScope, { expression }: TypeScript.CallExpression): boolean {
  const callee = unwrap(ts, expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const name = callee.name.text;
  if (name.startsWith('glob')) return isImportMeta(ts, unwrap(ts, callee.expression));
  const { mockMethods, actualMethods, hoistedMethods } = syntax;
  return mockMethods.includes(name) || actualMethods.includes(name) || hoistedMethods.includes(name);
}

/** Names that statements declare for the list that contains them. */
function lexicalNames(ts: Ts, statements: readonly Node[]): string[] {
  return statements.flatMap((statement) => {
    if (ts.isClassDeclaration(statement)) return statement.name ? [statement.name.text] : [];
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  });
}

/** Which of the names occur in some code, sorted. */
function namesIn(ts: Ts, nodes: readonly Node[], wanted: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const visit = (node: Node): void => {
    if (isErased(ts, node)) return;
    if (ts.isIdentifier(node) && wanted.has(node.text)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  if (wanted.size > 0) nodes.forEach(visit);
  return [...found].sort();
}

/** Whether a compound statement may end without continuing at the next one. Calls that throw are ignored. */
function mayLeave(ts: Ts, statement: TypeScript.Statement): boolean {
  const visit = (node: Node, inLoop: boolean, inSwitch: boolean): boolean => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isExpressionStatement(node)) return false;
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return true;
    if (ts.isContinueStatement(node)) return node.label !== undefined || !inLoop;
    if (ts.isBreakStatement(node)) return node.label !== undefined || !(inLoop || inSwitch);
    const loop = inLoop || ts.isIterationStatement(node, false);
    const clauses = inSwitch || ts.isSwitchStatement(node);
    return ts.forEachChild(node, (child) => visit(child, loop, clauses) || undefined) === true;
  };
  const isDirect = ts.isReturnStatement(statement) || ts.isThrowStatement(statement);
  return !isDirect && !ts.isBreakOrContinueStatement(statement) && visit(statement, false, false);
}
