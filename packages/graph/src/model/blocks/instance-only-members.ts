import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { decoratorsOf, hasModifier } from '../syntax/syntax-parts';
import { assignedNames } from './assigned-names';

type Node = TypeScript.Node;

/**
 * The members that defining a class only puts on new objects: methods, accessors, the constructor and fields of
 * instances. They are not observable without the class or an instance.
 *
 * @param nodes of one declaration
 * @returns `undefined` for a declaration that is not a class, or whose name may get another meaning
 */
export function instanceOnlyMembers(ts: Ts, nodes: readonly Node[]): ReadonlySet<Node> | undefined {
  const [node, ...others] = nodes;
  if (!node || others.length > 0 || !ts.isClassDeclaration(node)) return undefined;
  if (node.name && assignedNames(ts, node.getSourceFile()).has(node.name.text)) return undefined;
  return new Set(node.members.filter((member) => isLate(ts, member)));
}

/** Methods and accessors that only code in the class can name, by name. */
export type PrivateMethods = ReadonlyMap<string, readonly Node[]>;

/** @param declarations the nodes of each declaration that runs no code on load */
export function privateMethods(ts: Ts, declarations: readonly (readonly Node[])[]): PrivateMethods {
  const methods = new Map<string, Node[]>();
  for (const member of declarations.flatMap((nodes) => [...(instanceOnlyMembers(ts, nodes) ?? [])])) {
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
