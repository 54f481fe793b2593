import type { ts as TypeScript } from 'ts-morph';
import { isAssignment, isCalled } from '../syntax/syntax-parts';
import type { Ts } from '../syntax/compiler';
import type { CompilerFunctions } from './compiler-functions';
import { assignedExport, nameOfExport } from './export-statements';

type Node = TypeScript.Node;

interface CompiledModule {
  readonly ts: Ts;
  readonly sourceFile: TypeScript.SourceFile;
  readonly compiler: CompilerFunctions;
  /** The identifiers `exports` in statements that are read as declarations of exports. */
  readonly known: ReadonlySet<Node>;
  /** Exported names whose targets are in the module itself. */
  readonly exported: ReadonlySet<string>;
}

/** The identifiers `exports` in a declaration of exports. @param value the value of the export, which is left out */
export function exportsIn(ts: Ts, statement: Node, value: Node | undefined): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (node === value && assignedExport(ts, node) === undefined) return;
    if (ts.isFunctionLike(node)) return;
    if (ts.isIdentifier(node) && node.text === 'exports' && !isMemberName(ts, node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

/**
 * Names through which a module may access its exports, or surrounding names, in a way that its syntax does not show.
 */
const others = new Set(['module', 'eval']);

/**
 * Whether a module may do more with its exports than declare them and read single exports by name: pass the object
 * on, change it, or evaluate code that does.
 */
export function mayPassExportsOn({ ts, sourceFile, compiler, known, exported }: CompiledModule): boolean {
  const isOpen = (node: Node): boolean => {
    if (compiler.of(node)) return false;
    if (ts.isWithStatement(node)) return true;
    if (node.kind === ts.SyntaxKind.ThisKeyword) return !hasOwnThis(ts, node);
    if (!ts.isIdentifier(node) || isMemberName(ts, node)) return isOpenWithin(node);
    switch (node.text) {
      case 'exports':
        return !known.has(node) && !isPlainRead(ts, node, exported);
      case 'require':
        return !isCalled(ts, node);
      case 'arguments':
        return !isInFunction(ts, node);
      default:
        return others.has(node.text);
    }
  };
  const isOpenWithin = (node: Node): boolean =>
    ts.forEachChild(node, (child) => isOpen(child) || undefined) === true;
  return isOpenWithin(sourceFile);
}

function isMemberName(ts: Ts, node: TypeScript.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  const isNamed =
    ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isObjectLiteralElementLike(parent);
  return isNamed && !ts.isShorthandPropertyAssignment(parent) && parent.name === node;
}

/** Whether `exports.a` is read as a value. A call of it would pass on `exports` as `this`. */
function isPlainRead(ts: Ts, node: Node, exported: ReadonlySet<string>): boolean {
  const access = node.parent;
  const name = nameOfExport(ts, access);
  if (name === undefined || !exported.has(name)) return false;
  const { parent } = access;
  if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression === access)
    return ts.isNewExpression(parent);
  if (ts.isTaggedTemplateExpression(parent) || ts.isDeleteExpression(parent)) return false;
  return !isAssigned(ts, access);
}

/** Whether an expression is the target of an assignment, or is in a pattern that may be one. */
function isAssigned(ts: Ts, access: Node): boolean {
  for (let node: Node = access; !ts.isStatement(node) && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isBinaryExpression(parent) && parent.left === node && isAssignment(ts, parent.operatorToken.kind))
      return true;
    if (ts.isPostfixUnaryExpression(parent)) return true;
    const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
    if (ts.isPrefixUnaryExpression(parent) && [PlusPlusToken, MinusMinusToken].includes(parent.operator))
      return true;
    if (ts.isForInStatement(parent) || ts.isForOfStatement(parent)) {
      if (parent.initializer === node) return true;
    }
  }
  return false;
}

/** Functions with which compilers write asynchronous functions. The first argument is the value of `this` inside. */
const callers = /\b__(?:awaiter|generator|asyncGenerator)$/;

/**
 * Whether `this` is an object that code creates. In a plain function it may be the exports of the module, because
 * `a.f()` passes on `a`. Outside functions, it is the exports.
 */
function hasOwnThis(ts: Ts, node: Node): boolean {
  if (isHandedOn(ts, node)) return true;
  for (let child = node, at = node.parent; !ts.isSourceFile(at); child = at, at = at.parent) {
    if (ts.isClassElement(at) || ts.isMethodDeclaration(at) || ts.isAccessor(at)) {
      const isOutside = child === at.name || ts.isDecorator(child);
      if (!isOutside) return true;
    } else if (ts.isFunctionDeclaration(at)) return false;
    else if (ts.isFunctionExpression(at) && !isHandedOn(ts, at)) return false;
  }
  return false;
}

/** Whether it is an argument of a function with which compilers write asynchronous functions. */
function isHandedOn(ts: Ts, node: Node): boolean {
  const { parent } = node;
  return (
    ts.isCallExpression(parent) && parent.expression !== node && callers.test(parent.expression.getText())
  );
}

function isInFunction(ts: Ts, node: Node): boolean {
  for (let at = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at) && !ts.isArrowFunction(at)) return true;
  return false;
}
