import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { type FunctionNode, hasModifier, isFunctionNode, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** Gives bodies names that no other block of the module has. */
export interface BodyNames {
  /**
   * `f()` for the function that `f` is, `A.m()` for a member, `A.get x()` for an accessor, `f(1)`, `f(2)` for
   * functions without a name.
   *
   * @param nodes of the declaration that the body is in
   */
  nameOf(declaration: string, body: FunctionNode, nodes: ReadonlySet<Node>): string;
  /** `f()/then` for an arm of `f()`, `f()/then/else` for one inside it; more of a kind are numbered. */
  nameOfArm(parent: string, label: string): string;
}

export function createBodyNames(ts: Ts, reserved: Iterable<string>): BodyNames {
  const taken = new Set(reserved);

  function unique(wanted: string): string {
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted}#${count}`;
    taken.add(name);
    return name;
  }

  function numbered(parent: string): string {
    let count = 1;
    while (taken.has(`${parent}(${count})`)) count++;
    taken.add(`${parent}(${count})`);
    return `${parent}(${count})`;
  }

  return {
    nameOf(declaration, body, nodes) {
      const path = [declaration];
      let isDirect = !ts.isClassElement(body) && !ts.isObjectLiteralElementLike(body);
      for (let node: Node = body; !nodes.has(node); node = node.parent) {
        const label = labelOf(ts, node);
        if (label !== undefined) path.splice(1, 0, label);
        if (node !== body && unwrap(ts, node) === node) isDirect = false;
      }
      const name = path.join('.');
      return path.length > 1 || isDirect ? unique(`${name}()`) : numbered(name);
    },
    nameOfArm: (parent, label) => unique(`${parent}/${label}`),
  };
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
