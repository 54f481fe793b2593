import type { ts as TypeScript } from 'ts-morph';
import { boundNames } from '../names/read-source-names';
import type { Ts } from '../syntax/compiler';
import { isImportMeta, mockMethods } from '../references/read-calls';
import { isErased, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/**
 * A part of a function that may not run although the function does: an arm of an `if`, a clause of a
 * `switch`, a `catch`, an operand of a conditional expression, or the rest of a list of statements behind
 * one that may leave it.
 */
export interface Arm {
  readonly label: 'then' | 'else' | 'case' | 'catch' | 'rest';
  /** `block`: one block. `statement`: one statement without braces. `list`: statements in a list. */
  readonly form: 'block' | 'statement' | 'expression' | 'list';
  /** In source order, without what compilers erase; never empty. */
  readonly nodes: readonly Node[];
  /** Names it declares that code outside mentions: there they say something before the arm runs. */
  readonly names: readonly string[];
  readonly arms: readonly Arm[];
}

/**
 * Outermost arms in the body of a function, functions inside it included, in source order. What declares
 * names that are hoisted out of it is no arm, nor what a tool hoists out of it (`vi.mock`, eager globs).
 */
export function findArms(ts: Ts, root: Node): Arm[] {
  return within((visit) => visit(root));

  /** Arms that a piece of syntax holds. */
  function within(look: (visit: (node: Node) => void, add: (arm: Arm) => void) => void): Arm[] {
    const arms: Arm[] = [];
    const add = (arm: Arm) => void arms.push(arm);
    const visit = (node: Node): void => {
      if (isErased(ts, node)) return;
      if (ts.isIfStatement(node)) {
        visit(node.expression);
        visitBranch(node.thenStatement, 'then', visit, add);
        if (node.elseStatement) visitBranch(node.elseStatement, 'else', visit, add);
      } else if (ts.isConditionalExpression(node)) {
        visit(node.condition);
        visitOperand(node.whenTrue, 'then', visit, add);
        visitOperand(node.whenFalse, 'else', visit, add);
      } else if (ts.isCatchClause(node)) {
        if (node.variableDeclaration) visit(node.variableDeclaration);
        visitBranch(node.block, 'catch', visit, add);
      } else if (ts.isCaseOrDefaultClause(node)) visitClause(node, visit, add);
      else if (ts.isBlock(node)) visitList(node.statements, 0, false, visit, add);
      else ts.forEachChild(node, visit);
    };
    look(visit, add);
    return arms;
  }

  function visitBranch(
    node: TypeScript.Statement,
    label: Arm['label'],
    visit: (node: Node) => void,
    add: (arm: Arm) => void,
  ): void {
    if (ts.isEmptyStatement(node) || staysOutside(ts, node)) return visit(node);
    const form = ts.isBlock(node) ? 'block' : 'statement';
    add({ label, form, nodes: [node], names: [], arms: within((inner) => inner(node)) });
  }

  function visitOperand(
    node: TypeScript.Expression,
    label: Arm['label'],
    visit: (node: Node) => void,
    add: (arm: Arm) => void,
  ): void {
    if (staysOutside(ts, node)) return visit(node);
    add({ label, form: 'expression', nodes: [node], names: [], arms: within((inner) => inner(node)) });
  }

  /** All clauses share one scope: what one declares the others see. */
  function visitClause(
    node: TypeScript.CaseOrDefaultClause,
    visit: (node: Node) => void,
    add: (arm: Arm) => void,
  ): void {
    if (ts.isCaseClause(node)) visit(node.expression);
    const nodes = node.statements.filter((statement) => !isErased(ts, statement));
    const isArm =
      nodes.length > 0 && lexicalNames(ts, nodes).length === 0 && !nodes.some((one) => staysOutside(ts, one));
    if (!isArm) return visitList(node.statements, 0, true, visit, add);
    const arms = within((inner, addInner) => visitList(node.statements, 0, true, inner, addInner));
    add({ label: 'case', form: 'list', nodes, names: [], arms });
  }

  /** The statements of a list from one on: behind one that may leave the list, the others are an arm. */
  function visitList(
    list: readonly TypeScript.Statement[],
    from: number,
    isShared: boolean,
    visit: (node: Node) => void,
    add: (arm: Arm) => void,
  ): void {
    for (let index = from; index < list.length; index++) {
      visit(list[index]!);
      if (!mayLeave(ts, list[index]!)) continue;
      const rest = restOf(list, index + 1, isShared);
      if (!rest) continue;
      const arms = within((inner, addInner) => {
        visitList(list.slice(0, rest.end), index + 1, isShared, inner, addInner);
      });
      add({ label: 'rest', form: 'list', nodes: rest.nodes, names: rest.names, arms });
      list.slice(rest.end).forEach(visit);
      return;
    }
  }

  /** Functions at the end of the list are hoisted: they stay outside. */
  function restOf(list: readonly TypeScript.Statement[], from: number, isShared: boolean) {
    let end = list.length;
    while (end > from && (ts.isFunctionDeclaration(list[end - 1]!) || isErased(ts, list[end - 1]!))) end--;
    const nodes = list.slice(from, end).filter((statement) => !isErased(ts, statement));
    if (nodes.length === 0 || nodes.some((one) => staysOutside(ts, one))) return undefined;
    const declared = lexicalNames(ts, nodes);
    if (isShared && declared.length > 0) return undefined;
    const names = namesIn(ts, [...list.slice(0, from), ...list.slice(end)], new Set(declared));
    return { nodes, names, end };
  }
}

/** Marks for the syntax that holds arms: each arm is there, with the names that it shows outside. */
export function armMarks(ts: Ts, arms: readonly Arm[]): ReadonlyMap<Node, readonly string[]> {
  return new Map(
    arms.flatMap(({ label, nodes, names }) =>
      nodes.map((node, index): [Node, string[]] => [
        unwrap(ts, node),
        index === 0 ? ['arm', label, ...names, '.'] : [],
      ]),
    ),
  );
}

/** Whether code declares names that are seen outside of it, or calls what is hoisted out of it. */
function staysOutside(ts: Ts, root: Node): boolean {
  const visit = (node: Node, isInner: boolean): boolean => {
    if (isErased(ts, node)) return false;
    if (!isInner && isHoisted(ts, node)) return true;
    if (ts.isCallExpression(node) && isHoistedCall(ts, node)) return true;
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

function isHoistedCall(ts: Ts, { expression }: TypeScript.CallExpression): boolean {
  const callee = unwrap(ts, expression);
  if (!ts.isPropertyAccessExpression(callee)) return false;
  const name = callee.name.text;
  if (name.startsWith('glob')) return isImportMeta(ts, unwrap(ts, callee.expression));
  return name === 'hoisted' || mockMethods.has(name);
}

/** Names that statements declare for the list they stand in. */
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

/** Whether a compound statement may end without going on to the one behind it. Throwing calls aside. */
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
