import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { decoratorsOf, hasModifier, isAssignment } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/**
 * The members of a class that defining it puts on new objects and nothing else: methods, accessors, the constructor
 * and fields of instances. Who has neither the class nor an instance can't tell whether they are there.
 *
 * @param nodes of one declaration
 * @returns `undefined` for a declaration that is no class, or one whose name may come to mean something else
 */
export function lateMembers(ts: Ts, nodes: readonly Node[]): ReadonlySet<Node> | undefined {
  const [node, ...others] = nodes;
  if (!node || others.length > 0 || !ts.isClassDeclaration(node)) return undefined;
  if (node.name && isAssigned(ts, node.name.text, node.getSourceFile())) return undefined;
  return new Set(node.members.filter((member) => isLate(ts, member)));
}

/** Methods and accessors that only code in the class can name, by their names. */
export type PrivateMethods = ReadonlyMap<string, readonly Node[]>;

/** @param declarations the nodes of each that does not run code when it is loaded */
export function privateMethods(ts: Ts, declarations: readonly (readonly Node[])[]): PrivateMethods {
  const methods = new Map<string, Node[]>();
  for (const member of declarations.flatMap((nodes) => [...(lateMembers(ts, nodes) ?? [])])) {
    if (!isMethod(ts, member) || !ts.isPrivateIdentifier(member.name)) continue;
    methods.set(member.name.text, [...(methods.get(member.name.text) ?? []), member]);
  }
  return methods;
}

function isMethod(ts: Ts, node: Node): node is TypeScript.MethodDeclaration | TypeScript.AccessorDeclaration {
  return ts.isMethodDeclaration(node) || ts.isAccessor(node);
}

function isLate(ts: Ts, member: TypeScript.ClassElement): boolean {
  if (ts.isClassStaticBlockDeclaration(member) || decoratorsOf(ts, member).length > 0) return false;
  if (member.name && ts.isComputedPropertyName(member.name)) return false;
  return !ts.isPropertyDeclaration(member) || !hasModifier(ts, member, ts.SyntaxKind.StaticKeyword);
}

/** Whether a name stands anywhere in a target of an assignment. */
function isAssigned(ts: Ts, name: string, sourceFile: TypeScript.SourceFile): boolean {
  const holdsName = (node: Node): boolean =>
    (ts.isIdentifier(node) && node.text === name) ||
    ts.forEachChild(node, (child) => holdsName(child) || undefined) === true;
  const visit = (node: Node): boolean => {
    const target = assignedPart(ts, node);
    return (
      (target !== undefined && holdsName(target)) ||
      ts.forEachChild(node, (child) => visit(child) || undefined) === true
    );
  };
  return visit(sourceFile);
}

function assignedPart(ts: Ts, node: Node): Node | undefined {
  if (ts.isBinaryExpression(node))
    return isAssignment(ts, node.operatorToken.kind) ? assignableIn(ts, node.left) : undefined;
  if (ts.isForInStatement(node) || ts.isForOfStatement(node))
    return ts.isVariableDeclarationList(node.initializer) ? undefined : node.initializer;
  const isCounted =
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken));
  return isCounted ? node.operand : undefined;
}

/** `a.b = c` assigns to a member, whatever `a` is. */
function assignableIn(ts: Ts, target: Node): Node | undefined {
  return ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target) ? undefined : target;
}
