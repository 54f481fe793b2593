import type { BlockModel } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { isErased, unwrapTypes } from './syntax-parts';

type Node = TypeScript.Node;
type Eager = BlockModel['eager'];

const ranks: readonly Eager[] = ['no', 'reads', 'shape', 'yes'];

/** The stronger of what several parts do at load time. */
export function strongest(evaluations: readonly Eager[]): Eager {
  return evaluations.reduce<Eager>((most, one) => (ranks.indexOf(one) > ranks.indexOf(most) ? one : most), 'no');
}

const constants = new Set(['undefined', 'NaN', 'Infinity']);

/** What evaluating an expression at load time does. Whatever is not known to be harmless runs code. */
export function evaluationOf(ts: Ts, outer: Node | undefined): Eager {
  if (!outer) return 'no';
  const node = unwrapTypes(ts, outer);
  const { SyntaxKind } = ts;
  if (ts.isParenthesizedExpression(node)) return evaluationOf(ts, node.expression);
  if (ts.isIdentifier(node)) return constants.has(node.text) ? 'no' : 'reads';
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return 'no';
  if (ts.isClassLike(node)) return evaluationOfClass(ts, node);
  if (ts.isRegularExpressionLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return 'no';
  if (ts.isLiteralExpression(node)) return 'no';
  if ([SyntaxKind.TrueKeyword, SyntaxKind.FalseKeyword, SyntaxKind.NullKeyword, SyntaxKind.OmittedExpression].includes(node.kind)) {
    return 'no';
  }
  if (ts.isArrayLiteralExpression(node)) return strongest(node.elements.map((element) => evaluationOf(ts, element)));
  if (ts.isObjectLiteralExpression(node)) return strongest(node.properties.map((property) => evaluationOfProperty(ts, property)));
  if (ts.isVoidExpression(node) || ts.isTypeOfExpression(node)) return evaluationOf(ts, node.expression);
  if (ts.isConditionalExpression(node)) {
    return strongest([node.condition, node.whenTrue, node.whenFalse].map((part) => evaluationOf(ts, part)));
  }
  if (ts.isPrefixUnaryExpression(node)) return evaluationOfPrefix(ts, node);
  if (ts.isBinaryExpression(node)) return evaluationOfBinary(ts, node);
  return 'yes';
}

/** `!x` reads; `-x` and its kin may call `valueOf`. */
function evaluationOfPrefix(ts: Ts, node: TypeScript.PrefixUnaryExpression): Eager {
  const operand = evaluationOf(ts, node.operand);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return operand;
  return operand === 'no' && ts.isNumericLiteral(node.operand) ? 'no' : 'yes';
}

function evaluationOfBinary(ts: Ts, node: TypeScript.BinaryExpression): Eager {
  const sides = strongest([evaluationOf(ts, node.left), evaluationOf(ts, node.right)]);
  const { SyntaxKind } = ts;
  const harmless = [
    SyntaxKind.EqualsEqualsEqualsToken,
    SyntaxKind.ExclamationEqualsEqualsToken,
    SyntaxKind.AmpersandAmpersandToken,
    SyntaxKind.BarBarToken,
    SyntaxKind.QuestionQuestionToken,
  ];
  if (harmless.includes(node.operatorToken.kind)) return sides;
  const isAssignment = node.operatorToken.kind >= SyntaxKind.FirstAssignment && node.operatorToken.kind <= SyntaxKind.LastAssignment;
  const areLiterals = [node.left, node.right].every((side) => isPlainLiteral(ts, side));
  return !isAssignment && areLiterals ? 'no' : 'yes';
}

/** A number or a text, or an operation on those: nothing that could call `valueOf`. */
function isPlainLiteral(ts: Ts, outer: Node): boolean {
  const node = unwrapTypes(ts, outer);
  if (ts.isParenthesizedExpression(node)) return isPlainLiteral(ts, node.expression);
  if (ts.isBinaryExpression(node)) return evaluationOfBinary(ts, node) === 'no';
  return ts.isNumericLiteral(node) || ts.isStringLiteralLike(node);
}

function evaluationOfProperty(ts: Ts, property: TypeScript.ObjectLiteralElementLike): Eager {
  if (ts.isSpreadAssignment(property)) return 'yes';
  if (ts.isComputedPropertyName(property.name) && !isPlainLiteral(ts, property.name.expression)) return 'yes';
  if (ts.isShorthandPropertyAssignment(property)) return 'reads';
  return ts.isPropertyAssignment(property) ? evaluationOf(ts, property.initializer) : 'no';
}

/** A class runs code when it is defined if it has decorators, static parts, computed names or a computed base. */
export function evaluationOfClass(ts: Ts, node: TypeScript.ClassLikeDeclaration): Eager {
  if (hasDecorators(ts, node)) return 'yes';
  const bases = node.heritageClauses?.filter((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword) ?? [];
  const heritage = bases.flatMap((clause) => clause.types).map(({ expression }): Eager => (ts.isIdentifier(expression) ? 'shape' : 'yes'));
  return strongest([...heritage, ...node.members.map((member) => evaluationOfMember(ts, member))]);
}

function evaluationOfMember(ts: Ts, member: TypeScript.ClassElement): Eager {
  if (isErased(ts, member)) return 'no';
  if (ts.isClassStaticBlockDeclaration(member)) return 'yes';
  if (member.name && ts.isComputedPropertyName(member.name) && !isPlainLiteral(ts, member.name.expression)) return 'yes';
  const isStatic = ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword);
  return ts.isPropertyDeclaration(member) && isStatic ? evaluationOf(ts, member.initializer) : 'no';
}

/** Decorators on a class, its members or their parameters. */
export function hasDecorators(ts: Ts, node: TypeScript.ClassLikeDeclaration): boolean {
  const decorated = (at: Node) => ts.canHaveDecorators(at) && (ts.getDecorators(at)?.length ?? 0) > 0;
  return (
    decorated(node) ||
    node.members.some((member) => decorated(member) || (ts.isFunctionLike(member) && member.parameters.some(decorated)))
  );
}
