import type { BlockModel } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { isPlainValue, type LoadScope, readsNames } from './load-scope';
import { partsOfConstructedValue } from './constructed-values';
import { hasDecorators, hasModifier, isErased, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;
type Eager = BlockModel['eager'];

const ranks: readonly Eager[] = ['no', 'reads', 'shape', 'members', 'yes'];

/** The strongest effect of several parts at load time. */
export function strongestEvaluation(evaluations: readonly Eager[]): Eager {
  return evaluations.reduce<Eager>(
    (most, one) => (ranks.indexOf(one) > ranks.indexOf(most) ? one : most),
    'no',
  );
}

const constants = new Set(['undefined', 'NaN', 'Infinity']);

/**
 * The effect of evaluating an expression at load time. An expression counts as running code unless it is known to be
 * harmless.
 */
export function evaluationOf(scope: LoadScope, outer: Node | undefined): Eager {
  if (!outer) return 'no';
  const { ts } = scope;
  const node = unwrap(ts, outer);
  const all = (parts: readonly Node[]) => strongestEvaluation(parts.map((part) => evaluationOf(scope, part)));
  if (ts.isIdentifier(node)) return evaluationOfName(scope, node);
  if (isPlainValue(scope, node)) return readsNames(ts, node) ? 'reads' : 'no';
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return 'no';
  if (ts.isClassExpression(node)) return evaluationOfClass(scope, node);
  if (ts.isLiteralExpression(node) || isConstantKeyword(ts, node)) return 'no';
  if (ts.isArrayLiteralExpression(node)) return all(node.elements);
  if (ts.isObjectLiteralExpression(node)) {
    return strongestEvaluation(node.properties.map((property) => evaluationOfProperty(scope, property)));
  }
  if (ts.isConditionalExpression(node)) return all([node.condition, node.whenTrue, node.whenFalse]);
  if (ts.isVoidExpression(node) || ts.isTypeOfExpression(node)) return evaluationOf(scope, node.expression);
  if (ts.isPrefixUnaryExpression(node)) return evaluationOfPrefix(scope, node);
  if (ts.isBinaryExpression(node))
    return isHarmless(ts, node.operatorToken.kind) ? all([node.left, node.right]) : 'yes';
  if (ts.isPropertyAccessExpression(node)) return evaluationOfMemberAccess(scope, node);
  const parts = partsOfConstructedValue(scope, node);
  return parts === undefined ? 'yes' : all(parts);
}

function evaluationOfName(scope: LoadScope, node: TypeScript.Identifier): Eager {
  if (scope.stateOf(node) === 'unsafe') return 'yes';
  return constants.has(node.text) ? 'no' : 'reads';
}

function isConstantKeyword(ts: Ts, node: Node): boolean {
  const { TrueKeyword, FalseKeyword, NullKeyword, OmittedExpression } = ts.SyntaxKind;
  return [TrueKeyword, FalseKeyword, NullKeyword, OmittedExpression].includes(node.kind);
}

/** `!x` reads; `-x` and similar operators may call `valueOf`. */
function evaluationOfPrefix(scope: LoadScope, node: TypeScript.PrefixUnaryExpression): Eager {
  const { ExclamationToken, MinusToken } = scope.ts.SyntaxKind;
  if (node.operator === ExclamationToken) return evaluationOf(scope, node.operand);
  return node.operator === MinusToken && scope.ts.isBigIntLiteral(node.operand) ? 'no' : 'yes';
}

/** Whether an operator converts nothing, so that no code of the operands can run. */
function isHarmless(ts: Ts, kind: TypeScript.SyntaxKind): boolean {
  const { SyntaxKind } = ts;
  return [
    SyntaxKind.EqualsEqualsEqualsToken,
    SyntaxKind.ExclamationEqualsEqualsToken,
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
    SyntaxKind.CommaToken,
  ].includes(kind);
}

function evaluationOfMemberAccess(
  scope: LoadScope,
  { expression }: TypeScript.PropertyAccessExpression,
): Eager {
  return evaluationOfMember(scope, unwrap(scope.ts, expression));
}

/** Globals whose members are values. Reading a member runs nothing, and does not fail if the member is missing. */
const globalObjects = new Set(
  'Object Array String Number BigInt Math JSON Reflect Symbol Promise console'.split(' '),
);

/** Any member may be a getter, except for members of enums, of namespaces and of some globals. */
function evaluationOfMember(scope: LoadScope, object: Node): Eager {
  const { ts } = scope;
  if (ts.isIdentifier(object)) {
    if (scope.stateOf(object) === 'enum') return 'reads';
    if (scope.isImported(object)) return 'members';
    return globalObjects.has(object.text) && scope.isGlobal(object) ? 'no' : 'yes';
  }
  if (!ts.isPropertyAccessExpression(object) || object.name.text !== 'prototype') return 'yes';
  const owner = unwrap(ts, object.expression);
  const isPlain = ts.isIdentifier(owner) && /^(?:Object|Array|String)$/.test(owner.text);
  return isPlain && scope.isGlobal(owner) ? 'no' : 'yes';
}

/** `const { a, b: c } = d` reads members of `d`. Everything else in a pattern runs code. */
export function evaluationOfPattern(
  scope: LoadScope,
  { name, initializer }: TypeScript.VariableDeclaration,
): Eager {
  const { ts } = scope;
  if (
    !initializer ||
    !ts.isObjectBindingPattern(name) ||
    !name.elements.every((one) => isPlainElement(ts, one))
  )
    return 'yes';
  return evaluationOfMember(scope, unwrap(ts, initializer));
}

function isPlainElement(ts: Ts, element: TypeScript.BindingElement): boolean {
  const { dotDotDotToken, propertyName, name, initializer } = element;
  const isNamed = propertyName === undefined || !ts.isComputedPropertyName(propertyName);
  return isNamed && dotDotDotToken === undefined && initializer === undefined && ts.isIdentifier(name);
}

function evaluationOfProperty(scope: LoadScope, property: TypeScript.ObjectLiteralElementLike): Eager {
  const { ts } = scope;
  if (ts.isSpreadAssignment(property)) return 'yes';
  if (isComputed(scope, property.name)) return 'yes';
  if (ts.isShorthandPropertyAssignment(property)) return evaluationOfName(scope, property.name);
  return ts.isPropertyAssignment(property) ? evaluationOf(scope, property.initializer) : 'no';
}

function isComputed(scope: LoadScope, name: TypeScript.PropertyName | undefined): boolean {
  return !!name && scope.ts.isComputedPropertyName(name) && !isPlainValue(scope, name.expression);
}

/** A class runs code when it is defined if it has decorators, static parts, computed names or a computed base. */
export function evaluationOfClass(scope: LoadScope, node: TypeScript.ClassLikeDeclaration): Eager {
  const { ts } = scope;
  if (hasDecorators(ts, node)) return 'yes';
  const bases = node.heritageClauses?.filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword) ?? [];
  const heritage = bases
    .flatMap(({ types }) => types)
    .map(({ expression }) => evaluationOfBase(scope, unwrap(ts, expression)));
  const members = node.members.map((member) => evaluationOfClassElement(scope, member));
  // If fields are assigned instead of defined, a static one may run a setter of the base.
  const isInherited = bases.length > 0 && node.members.some((member) => isStaticField(ts, member));
  return isInherited ? 'yes' : strongestEvaluation([...heritage, ...members]);
}

const globalClasses = new Set(
  (
    'Object Array String Number Boolean Promise Map Set WeakMap WeakSet WeakRef Date RegExp Error TypeError ' +
    'RangeError SyntaxError ReferenceError EvalError URIError AggregateError ArrayBuffer DataView Event EventTarget URL'
  ).split(' '),
);

/** The base of a class must be a class itself, or defining the class fails. */
function evaluationOfBase(scope: LoadScope, base: Node): Eager {
  if (!scope.ts.isIdentifier(base) || scope.stateOf(base) === 'unsafe') return 'yes';
  if (!scope.isGlobal(base)) return 'shape';
  return globalClasses.has(base.text) ? 'no' : 'yes';
}

function evaluationOfClassElement(scope: LoadScope, member: TypeScript.ClassElement): Eager {
  const { ts } = scope;
  if (isErased(ts, member)) return 'no';
  if (ts.isClassStaticBlockDeclaration(member) || isComputed(scope, member.name)) return 'yes';
  return isStaticField(ts, member) ? evaluationOf(scope, member.initializer) : 'no';
}

function isStaticField(ts: Ts, member: TypeScript.ClassElement): member is TypeScript.PropertyDeclaration {
  return ts.isPropertyDeclaration(member) && hasModifier(ts, member, ts.SyntaxKind.StaticKeyword);
}

/** An enum runs nothing if the values of its members are literals and earlier members. */
export function evaluationOfEnum(scope: LoadScope, node: TypeScript.EnumDeclaration): Eager {
  const { ts } = scope;
  const members = new Set<string>();
  const inner: LoadScope = {
    ts,
    stateOf: (identifier) => (members.has(identifier.text) ? 'plain' : scope.stateOf(identifier)),
    isGlobal: (identifier) => !members.has(identifier.text) && scope.isGlobal(identifier),
    isImported: (identifier) => !members.has(identifier.text) && scope.isImported(identifier),
  };
  const isPlain = (initializer: Node) => {
    const value = unwrap(ts, initializer);
    const isOwn =
      ts.isPropertyAccessExpression(value) &&
      ts.isIdentifier(value.expression) &&
      value.expression.text === node.name.text;
    return isOwn || isPlainValue(inner, initializer);
  };
  for (const { name, initializer } of node.members) {
    if (initializer && !isPlain(initializer)) return 'yes';
    if (!ts.isComputedPropertyName(name)) members.add(name.text);
  }
  return 'no';
}
