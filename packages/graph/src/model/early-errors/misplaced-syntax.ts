import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { misplacedModifier } from './misplaced-modifiers';
import { hasModifier, isAssignment, isErased, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

interface Place {
  readonly inFunction: boolean;
  readonly inAsync: boolean;
  readonly inGenerator: boolean;
  /** Whether `super` means something, and `new.target`. */
  readonly inMember: boolean;
  readonly hasTarget: boolean;
  readonly isStrict: boolean;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly labels: readonly string[];
  readonly privateNames: readonly string[];
}

const outside: Place = {
  inFunction: false,
  inAsync: true,
  inGenerator: false,
  inMember: false,
  hasTarget: false,
  isStrict: false,
  inLoop: false,
  inSwitch: false,
  labels: [],
  privateNames: [],
};

/** Syntax that the parser takes anywhere, where an engine takes it in some places only. */
export function misplacedSyntax(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  // A file that is no ES module may be wrapped in a function by its loader.
  const isModule = ts.isExternalModule(sourceFile);
  const start = { ...outside, inFunction: !isModule, hasTarget: !isModule, isStrict: isModule };
  const visit = (node: Node, place: Place): string | undefined => {
    const unread = misplacedModifier(ts, node) ?? missingBody(ts, node);
    if (unread !== undefined || isErased(ts, node)) return unread;
    const problem = problemAt(ts, node, place);
    if (problem !== undefined) return problem;
    const inner = placeIn(ts, node, place);
    return ts.forEachChild(node, (child) => visit(child, inner));
  };
  return visit(sourceFile, start);
}

/** A function without a body is a signature, and erased; an accessor is so only where it is abstract. */
function missingBody(ts: Ts, node: Node): string | undefined {
  const isMissing =
    ts.isAccessor(node) && !node.body && !hasModifier(ts, node, ts.SyntaxKind.AbstractKeyword);
  return isMissing ? 'An accessor without a body.' : undefined;
}

function problemAt(ts: Ts, node: Node, place: Place): string | undefined {
  return jumpProblem(ts, node, place) ?? wordProblem(ts, node, place) ?? formProblem(ts, node);
}

function jumpProblem(ts: Ts, node: Node, place: Place): string | undefined {
  if (ts.isReturnStatement(node) && !place.inFunction) return "'return' outside of a function.";
  if (ts.isAwaitExpression(node) && !place.inAsync) return "'await' in a function that is not async.";
  if (ts.isForOfStatement(node) && node.awaitModifier && !place.inAsync)
    return "'for await' in a function that is not async.";
  if (ts.isBreakOrContinueStatement(node)) {
    const isBreak = ts.isBreakStatement(node);
    const isPlaced = node.label
      ? place.labels.includes(node.label.text)
      : place.inLoop || (isBreak && place.inSwitch);
    if (!isPlaced) return `'${isBreak ? 'break' : 'continue'}' leads nowhere.`;
  }
  return undefined;
}

const reserved = new Set([
  'implements',
  'interface',
  'let',
  'package',
  'private',
  'protected',
  'public',
  'static',
  'yield',
]);

/** Words that mean something in some places only. */
function wordProblem(ts: Ts, node: Node, place: Place): string | undefined {
  if (ts.isYieldExpression(node) && !place.inGenerator) return "'yield' in a function that is no generator.";
  if (node.kind === ts.SyntaxKind.SuperKeyword && !place.inMember) return "'super' outside of a class.";
  if (ts.isMetaProperty(node)) {
    if (node.keywordToken === ts.SyntaxKind.NewKeyword)
      return place.hasTarget ? undefined : "'new.target' outside of a function.";
    return /^(meta|defer|source)$/.test(node.name.text) ? undefined : 'import.meta is meant.';
  }
  if (ts.isIdentifier(node) && place.isStrict && isValueName(ts, node)) {
    if (reserved.has(node.text) || (node.text === 'await' && place.inAsync))
      return `'${node.text}' is a reserved word.`;
  }
  if (ts.isPrivateIdentifier(node) && !place.privateNames.includes(node.text))
    return `${node.text} is not declared.`;
  return undefined;
}

/** An identifier that is no name of a member. */
function isValueName(ts: Ts, node: Node): boolean {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent)) {
    return !ts.isBindingElement(parent) || parent.propertyName !== node;
  }
  const isSpecifier =
    ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isNamespaceExport(parent);
  return (
    !isSpecifier &&
    !ts.isMetaProperty(parent) &&
    !ts.isJsxAttribute(parent) &&
    (parent as { name?: Node }).name !== node
  );
}

function formProblem(ts: Ts, node: Node): string | undefined {
  if (ts.isSetAccessor(node) && (node.parameters.length !== 1 || node.parameters[0]?.dotDotDotToken)) {
    return 'A setter takes one parameter.';
  }
  if (ts.isGetAccessor(node) && node.parameters.length > 0 && !isErased(ts, node.parameters[0]!))
    return 'A getter takes no parameter.';
  if (
    (ts.isForInStatement(node) || ts.isForOfStatement(node)) &&
    ts.isVariableDeclarationList(node.initializer)
  ) {
    if (node.initializer.declarations.length !== 1) return 'A loop binds one name.';
  }
  if (ts.isVariableDeclarationList(node) && node.declarations.length === 0)
    return 'A declaration of nothing.';
  if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
    if (!ts.isStringLiteral(node.moduleSpecifier)) return 'A module is named by a text.';
  }
  if (ts.isVariableDeclaration(node) && node.exclamationToken && !node.type) return "'!' without a type.";
  if (ts.isVariableDeclaration(node) && !node.initializer && needsInitializer(ts, node))
    return "'const' without a value.";
  if (ts.isBinaryExpression(node) && mixesLogic(ts, node))
    return "'??' mixed with '||' or '&&' without parentheses.";
  if (ts.isRegularExpressionLiteral(node)) return expressionError(node.text);
  const target = assignedTarget(ts, node);
  return target && !isAssignable(ts, target) ? 'Assignment to what is no place.' : undefined;
}

function expressionError(literal: string): string | undefined {
  const end = literal.lastIndexOf('/');
  try {
    new RegExp(literal.slice(1, end), literal.slice(end + 1));
    return undefined;
  } catch (error) {
    return (error as SyntaxError).message;
  }
}

function assignedTarget(ts: Ts, node: Node): Node | undefined {
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  if (ts.isPostfixUnaryExpression(node)) return node.operand;
  if (ts.isPrefixUnaryExpression(node)) {
    return node.operator === PlusPlusToken || node.operator === MinusMinusToken ? node.operand : undefined;
  }
  return ts.isBinaryExpression(node) && isAssignment(ts, node.operatorToken.kind) ? node.left : undefined;
}

function isAssignable(ts: Ts, outer: Node): boolean {
  const node = unwrap(ts, outer);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    return (node.flags & ts.NodeFlags.OptionalChain) === 0;
  }
  return (
    ts.isIdentifier(node) ||
    ts.isParenthesizedExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    ts.isArrayLiteralExpression(node)
  );
}

function needsInitializer(ts: Ts, { parent, name }: TypeScript.VariableDeclaration): boolean {
  if (!ts.isVariableDeclarationList(parent) || !ts.isVariableStatement(parent.parent)) return false;
  return (
    !ts.isIdentifier(name) ||
    (parent.flags & ts.NodeFlags.Const) !== 0 ||
    (parent.flags & ts.NodeFlags.Using) !== 0
  );
}

function mixesLogic(ts: Ts, { operatorToken, left, right }: TypeScript.BinaryExpression): boolean {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  const isOther = (side: Node, kinds: readonly TypeScript.SyntaxKind[]) =>
    ts.isBinaryExpression(side) && kinds.includes(side.operatorToken.kind);
  const others =
    operatorToken.kind === QuestionQuestionToken
      ? [AmpersandAmpersandToken, BarBarToken]
      : [AmpersandAmpersandToken, BarBarToken].includes(operatorToken.kind)
        ? [QuestionQuestionToken]
        : [];
  return isOther(left, others) || isOther(right, others);
}

function placeIn(ts: Ts, node: Node, place: Place): Place {
  if (ts.isFunctionLike(node)) return placeInFunction(ts, node, place);
  if (ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node)) {
    return { ...outside, ...kept(place), inAsync: false, inMember: true, hasTarget: true };
  }
  if (ts.isClassLike(node)) {
    const own = node.members.flatMap(({ name }) => (name && ts.isPrivateIdentifier(name) ? [name.text] : []));
    return { ...place, isStrict: true, privateNames: [...place.privateNames, ...own] };
  }
  if (ts.isIterationStatement(node, false)) return { ...place, inLoop: true };
  if (ts.isSwitchStatement(node)) return { ...place, inSwitch: true };
  return ts.isLabeledStatement(node) ? { ...place, labels: [...place.labels, node.label.text] } : place;
}

function placeInFunction(ts: Ts, node: TypeScript.SignatureDeclaration, place: Place): Place {
  const isArrow = ts.isArrowFunction(node);
  const isMember = ts.isClassElement(node) || ts.isObjectLiteralElementLike(node);
  return {
    ...outside,
    ...kept(place),
    inFunction: true,
    inAsync: hasModifier(ts, node, ts.SyntaxKind.AsyncKeyword),
    inGenerator: (node as { asteriskToken?: Node }).asteriskToken !== undefined,
    inMember: isMember || (isArrow && place.inMember),
    hasTarget: !isArrow || place.hasTarget,
  };
}

function kept({ isStrict, privateNames }: Place): Pick<Place, 'isStrict' | 'privateNames'> {
  return { isStrict, privateNames };
}
