import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import type { ReferenceCollector } from './collect-references';
import { unwrap } from '../syntax/syntax-parts';
import { constantText } from './constant-text';

type Node = TypeScript.Node;

/**
 * Records what a call loads, mocks or evaluates.
 *
 * @param isLoading whether the call happens while the module loads
 * @returns the argument that was read
 */
export function readCall(
  collector: ReferenceCollector,
  node: TypeScript.CallExpression,
  isLoading: boolean,
): Node | undefined {
  const { ts, syntax } = collector.scope;
  const callee = unwrap(ts, node.expression);
  const [first] = node.arguments;
  if (ts.isIdentifier(callee) && callee.text === 'Function') collector.addFallbackCause('evaluates-code');
  if (isImportCall(ts, callee)) return readLoad(collector, first);
  if (isRequire(ts, callee)) {
    const specifier = constantText(ts, first);
    if (specifier !== undefined && isLoading) collector.addRequire(specifier, node.pos);
    return readLoad(collector, first);
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const object = unwrap(ts, callee.expression);
  const method = callee.name.text;
  if (method === 'resolve' && isRequire(ts, object)) {
    collector.addFileRead();
    return readLoad(collector, first);
  }
  if (isImportMeta(ts, object)) {
    if (method === 'resolve') return readLoad(collector, first);
    return method.startsWith('glob') ? readGlob(collector, first) : undefined;
  }
  const isActual = syntax.actualMethods.includes(method);
  return (isActual || syntax.mockMethods.includes(method)) && isMockObject(collector, object)
    ? readMock(collector, first, isActual)
    : undefined;
}

function readLoad(collector: ReferenceCollector, argument: Node | undefined): Node | undefined {
  const { ts } = collector.scope;
  const specifier = constantText(ts, argument);
  if (specifier !== undefined) collector.addLoad(specifier);
  else addComputedLoad(collector, argument);
  // A constant that is named is a reference as well.
  return literalText(ts, argument) === undefined ? undefined : argument;
}

/**
 * If a template begins with a relative path, bundlers replace it with a list of the matching files, so their names are
 * a dependency.
 */
function addComputedLoad(collector: ReferenceCollector, argument: Node | undefined): void {
  collector.addFallbackCause('computed-import');
  const pattern = argument && patternOf(collector.scope.ts, argument);
  if (pattern !== undefined) collector.addDependency('names', pattern);
}

function readGlob(collector: ReferenceCollector, argument: Node | undefined): Node | undefined {
  const { ts } = collector.scope;
  const list = argument && unwrap(ts, argument);
  const patterns = list && ts.isArrayLiteralExpression(list) ? list.elements : [argument];
  const texts = patterns.map((pattern) => literalText(ts, pattern));
  for (const text of texts) {
    if (text === undefined) collector.addFallbackCause('computed-mock');
    else collector.addDependency('glob', text);
  }
  return texts.includes(undefined) ? undefined : argument;
}

function readMock(
  collector: ReferenceCollector,
  argument: Node | undefined,
  isActual: boolean,
): Node | undefined {
  const { ts } = collector.scope;
  const target = argument && unwrap(ts, argument);
  const isImport = target && ts.isCallExpression(target) && isImportCall(ts, target.expression);
  const specifier = literalText(ts, isImport ? target.arguments[0] : target);
  if (specifier === undefined) collector.addFallbackCause('computed-mock');
  else collector.addDependency('mock', specifier);
  if (specifier !== undefined && isActual) collector.addLoad(specifier);
  return specifier === undefined ? undefined : argument;
}

/** Whether an object is `vi`, an import of it under another name, `vitest.vi`, or the result of a call on it. */
function isMockObject(collector: ReferenceCollector, outer: Node): boolean {
  const { ts, bindings, syntax } = collector.scope;
  const { mockObjects } = syntax;
  const object = unwrap(ts, outer);
  if (ts.isIdentifier(object))
    return mockObjects.includes(object.text) || mockObjects.includes(bindings.get(object.text)?.name ?? '');
  if (!ts.isCallExpression(object))
    return ts.isPropertyAccessExpression(object) && mockObjects.includes(object.name.text);
  const callee = unwrap(ts, object.expression);
  return ts.isPropertyAccessExpression(callee) && isMockObject(collector, callee.expression);
}

function isImportCall(ts: Ts, callee: Node): boolean {
  // `import.defer()` loads as `import()` does.
  return (
    callee.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isMetaProperty(callee) && callee.name.text !== 'meta' && callee.name.text !== 'target')
  );
}

/** `require`, `module.require` or `createRequire(…)`. */
export function isRequire(ts: Ts, node: Node): boolean {
  if (ts.isIdentifier(node)) return node.text === 'require';
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'require';
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(ts, node.expression);
  return (
    (ts.isIdentifier(callee) ? callee : ts.isPropertyAccessExpression(callee) ? callee.name : undefined)
      ?.text === 'createRequire'
  );
}

/**
 * Whether the loads of a `require` from `createRequire` can be followed: it is called at once, or bound to the name
 * `require`, by which its calls are recognized.
 */
export function isFollowedRequire(ts: Ts, name: Node): boolean {
  const { parent } = name;
  const callee = ts.isPropertyAccessExpression(parent) && parent.name === name ? parent : name;
  const made = callee.parent;
  if (!ts.isCallExpression(made) || made.expression !== callee) return ts.isTypeOfExpression(callee.parent);
  const user = made.parent;
  if (ts.isVariableDeclaration(user)) return ts.isIdentifier(user.name) && user.name.text === 'require';
  if (ts.isPropertyAccessExpression(user)) return user.name.text === 'resolve';
  return ts.isCallExpression(user) && user.expression === made;
}

export function isImportMeta(ts: Ts, node: Node): node is TypeScript.MetaProperty {
  return (
    ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword && node.name.text === 'meta'
  );
}

export function literalText(ts: Ts, node: Node | undefined): string | undefined {
  const inner = node && unwrap(ts, node);
  return inner && ts.isStringLiteralLike(inner) ? inner.text : undefined;
}

/** A pattern that matches every possible path of a template or concatenation that begins with `./` or `../`. */
function patternOf(ts: Ts, argument: Node): string | undefined {
  const pattern = textWithWildcards(ts, argument).replace(/\*+/g, '*');
  return /^\.\.?\/[^*]*\*/.test(pattern) ? pattern : undefined;
}

function textWithWildcards(ts: Ts, outer: Node): string {
  const node = unwrap(ts, outer);
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (text, { expression, literal }) => text + textWithWildcards(ts, expression) + literal.text,
      node.head.text,
    );
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return textWithWildcards(ts, node.left) + textWithWildcards(ts, node.right);
  return '*';
}
