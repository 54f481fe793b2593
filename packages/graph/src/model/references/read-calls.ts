import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import type { MentionCollector } from './collect-references';
import { unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

const mockers = new Set(['vi', 'vitest', 'jest']);
export const mockMethods = new Set(
  (
    'mock doMock unmock doUnmock dontMock deepUnmock importActual importMock requireActual requireMock ' +
    'unstable_mockModule unstable_unmockModule createMockFromModule genMockFromModule setMock'
  ).split(' '),
);

/**
 * Notes what a call loads, mocks or evaluates.
 *
 * @param isLoading whether the call happens while the module loads
 * @returns the argument that is dealt with
 */
export function readCall(
  to: MentionCollector,
  node: TypeScript.CallExpression,
  isLoading: boolean,
): Node | undefined {
  const { ts } = to.scope;
  const callee = unwrap(ts, node.expression);
  const [first] = node.arguments;
  if (ts.isIdentifier(callee) && callee.text === 'Function') to.doubt('evaluates-code');
  if (isImportCall(ts, callee)) return readLoad(to, first);
  if (isRequire(ts, callee)) {
    const specifier = literalText(ts, first);
    if (specifier !== undefined && isLoading) to.require(specifier, node.pos);
    return readLoad(to, first);
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const object = unwrap(ts, callee.expression);
  const method = callee.name.text;
  if (method === 'resolve' && isRequire(ts, object)) {
    to.readFiles();
    return readLoad(to, first);
  }
  if (isImportMeta(ts, object)) {
    if (method === 'resolve') return readLoad(to, first);
    return method.startsWith('glob') ? readGlob(to, first) : undefined;
  }
  return mockMethods.has(method) && isMocker(to, object)
    ? readMock(to, first, /Actual$/.test(method))
    : undefined;
}

function readLoad(to: MentionCollector, argument: Node | undefined): Node | undefined {
  const specifier = literalText(to.scope.ts, argument);
  if (specifier !== undefined) to.load(specifier);
  else to.doubt('computed-import');
  return specifier === undefined ? undefined : argument;
}

function readGlob(to: MentionCollector, argument: Node | undefined): Node | undefined {
  const { ts } = to.scope;
  const list = argument && unwrap(ts, argument);
  const patterns = list && ts.isArrayLiteralExpression(list) ? list.elements : [argument];
  const texts = patterns.map((pattern) => literalText(ts, pattern));
  for (const text of texts) {
    if (text === undefined) to.doubt('computed-import');
    else to.depend('glob', text);
  }
  return texts.includes(undefined) ? undefined : argument;
}

function readMock(to: MentionCollector, argument: Node | undefined, isActual: boolean): Node | undefined {
  const { ts } = to.scope;
  const target = argument && unwrap(ts, argument);
  const isImport = target && ts.isCallExpression(target) && isImportCall(ts, target.expression);
  const specifier = literalText(ts, isImport ? target.arguments[0] : target);
  if (specifier === undefined) to.doubt('computed-import');
  else to.depend('mock', specifier);
  if (specifier !== undefined && isActual) to.load(specifier);
  return specifier === undefined ? undefined : argument;
}

/** `vi`, an import of it under another name, `vitest.vi`, or what a call on it gives back. */
function isMocker(to: MentionCollector, outer: Node): boolean {
  const { ts, bindings } = to.scope;
  const object = unwrap(ts, outer);
  if (ts.isIdentifier(object))
    return mockers.has(object.text) || mockers.has(bindings.get(object.text)?.name ?? '');
  if (!ts.isCallExpression(object))
    return ts.isPropertyAccessExpression(object) && mockers.has(object.name.text);
  const callee = unwrap(ts, object.expression);
  return ts.isPropertyAccessExpression(callee) && isMocker(to, callee.expression);
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
 * Whether what a `require` made by `createRequire` loads can be followed: it is called at once, or kept under
 * the name `require`, by which its calls are known.
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
