import { bodyOf, branchOf, numberedBodyOf, repeatedName } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { type FunctionNode, hasModifier, isFunctionNode, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** Gives bodies and branches names that no other block of the module has. */
export class BlockNames {
  private readonly taken: Set<string>;

  /** @param reserved names of declarations */
  constructor(
    private readonly ts: Ts,
    reserved: Iterable<string>,
  ) {
    this.taken = new Set(reserved);
  }

  /**
   * `f()` for the function that `f` is, `A.m()` for a member, `A.get x()` for an accessor, `f(1)`, `f(2)` for
   * functions without a name.
   *
   * @param nodes of the declaration that the body is in
   */
  nameOf(declaration: string, body: FunctionNode, nodes: ReadonlySet<Node>): string {
    const { ts } = this;
    const path = [declaration];
    let isDirect = !ts.isClassElement(body) && !ts.isObjectLiteralElementLike(body);
    for (let node: Node = body; !nodes.has(node); node = node.parent) {
      const label = labelOf(ts, node);
      if (label !== undefined) path.splice(1, 0, label);
      if (node !== body && unwrap(ts, node) === node) isDirect = false;
    }
    const name = path.join('.');
    return path.length > 1 || isDirect ? this.unique(bodyOf(name)) : this.numbered(name);
  }

  /**
   * `f()/then` for a branch of `f()`, `f()/then/else` for a branch inside it. Several of the same kind are numbered.
   */
  nameOfBranch(parent: string, label: string): string {
    return this.unique(branchOf(parent, label));
  }

  private unique(wanted: string): string {
    let name = wanted;
    for (let count = 2; this.taken.has(name); count++) name = repeatedName(wanted, count);
    this.taken.add(name);
    return name;
  }

  private numbered(parent: string): string {
    let count = 1;
    while (this.taken.has(numberedBodyOf(parent, count))) count++;
    const name = numberedBodyOf(parent, count);
    this.taken.add(name);
    return name;
  }
}

function labelOf(ts: Ts, node: Node): string | undefined {
  if (ts.isConstructorDeclaration(node)) return 'constructor';
  if (!ts.isClassElement(node) && !ts.isPropertyAssignment(node) && !isFunctionNode(ts, node))
    return undefined;
  const { name } = node;
  if (!name || ts.isComputedPropertyName(name)) return undefined;
  if (
    !ts.isIdentifier(name) &&
    !ts.isPrivateIdentifier(name) &&
    !ts.isStringLiteralLike(name) &&
    !ts.isNumericLiteral(name)
  ) {
    return undefined;
  }
  const isStatic = hasModifier(ts, node, ts.SyntaxKind.StaticKeyword);
  const accessor = ts.isGetAccessor(node) ? 'get ' : ts.isSetAccessor(node) ? 'set ' : '';
  return `${isStatic ? 'static ' : ''}${accessor}${name.text}`;
}
