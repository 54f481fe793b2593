import type { BlockDependency, Doubt, ImportBinding, Reference } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { hasDecorators } from './evaluation';
import { isErased, unwrapTypes } from './syntax-parts';

type Node = TypeScript.Node;

/** What a piece of code names: top-level names, modules, files, and what can't be followed. */
export interface Mentions {
  readonly references: readonly Reference[];
  readonly dependencies: readonly BlockDependency[];
  readonly doubts: readonly Doubt[];
  readonly readsFiles: boolean;
  /** Specifiers of `require()` that loading evaluates. */
  readonly requires: readonly string[];
}

export interface MentionScope {
  readonly ts: Ts;
  readonly isKnown: (name: string) => boolean;
  readonly bindings: ReadonlyMap<string, ImportBinding>;
}

const starters = /^(node:)?(child_process|worker_threads|cluster|execa|cross-spawn|tinyexec|nano-spawn|zx|shelljs|tinypool|piscina|jest-worker)$/;
const evaluators = /^(node:)?vm$/;
const mockers = new Set(['vi', 'vitest', 'jest']);
const mockMethods = new Set(
  'mock doMock unmock doUnmock dontMock importActual importMock requireActual requireMock unstable_mockModule createMockFromModule setMock deepUnmock'.split(' '),
);
const filePath = /^[\w@.-]+(\/[\w@.-]+)*\.\w{1,8}$/;

/** Reads syntax nodes; functions that have blocks of their own are left out. */
export function readMentions(
  { ts, isKnown, bindings }: MentionScope,
  nodes: readonly Node[],
  partsOf: (node: Node) => readonly Node[] | undefined,
): Mentions {
  const references = new Map<string, Reference>();
  const dependencies = new Map<string, BlockDependency>();
  const doubts = new Set<Doubt>();
  const requires = new Set<string>();
  let readsFiles = false;
  let functionDepth = 0;
  let withTypes = 0;

  const refer = (name: string, use: Reference['use'], member?: string) => {
    if (!isKnown(name)) return;
    references.set(`${name} ${use} ${member ?? ''}`, { name, use, ...(member === undefined ? {} : { member }) });
    suspect(bindings.get(name)?.specifier);
  };
  const depend = (kind: BlockDependency['kind'], specifier: string) => {
    dependencies.set(`${kind} ${specifier}`, { kind, specifier });
    if (kind === 'import' || kind === 'mock') suspect(specifier);
  };
  const suspect = (specifier: string | undefined) => {
    if (specifier === undefined) return;
    if (starters.test(specifier)) doubts.add('starts-process');
    if (evaluators.test(specifier)) doubts.add('evaluates-code');
  };
  const literal = (node: Node | undefined): string | undefined => {
    const inner = node && unwrapTypes(ts, node);
    return inner && ts.isStringLiteralLike(inner) ? inner.text : undefined;
  };

  function visitCall(node: TypeScript.CallExpression): void {
    const callee = unwrapTypes(ts, node.expression);
    const [first] = node.arguments;
    if (callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === 'require')) {
      const specifier = literal(first);
      if (specifier === undefined) return void (first && doubts.add('computed-import'));
      depend('import', specifier);
      if (callee.kind !== ts.SyntaxKind.ImportKeyword && functionDepth === 0) requires.add(specifier);
    } else if (ts.isIdentifier(callee) && callee.text === 'eval') doubts.add('evaluates-code');
    else if (ts.isPropertyAccessExpression(callee)) visitMethodCall(callee, first);
  }

  function visitMethodCall(callee: TypeScript.PropertyAccessExpression, first: Node | undefined): void {
    const object = callee.expression;
    const method = callee.name.text;
    if (ts.isIdentifier(object) && object.text === 'require' && method === 'resolve') {
      readsFiles = true;
      const specifier = literal(first);
      if (specifier === undefined) doubts.add('computed-import');
      else depend('import', specifier);
    } else if (ts.isMetaProperty(object) && method === 'resolve') {
      const specifier = literal(first);
      if (specifier !== undefined) depend('import', specifier);
    } else if (ts.isMetaProperty(object) && method.startsWith('glob')) visitGlob(first);
    else if (mockMethods.has(method) && isMocker(object)) {
      const imported = first && ts.isCallExpression(first) ? literal(first.arguments[0]) : undefined;
      const specifier = literal(first) ?? imported;
      if (specifier === undefined) doubts.add('computed-import');
      else depend('mock', specifier);
    }
  }

  /** `vi`, or an import of it under another name. */
  function isMocker(object: Node): boolean {
    if (!ts.isIdentifier(object)) return false;
    const binding = bindings.get(object.text);
    return mockers.has(object.text) || (binding !== undefined && mockers.has(binding.name));
  }

  function visitGlob(first: Node | undefined): void {
    const patterns = first && ts.isArrayLiteralExpression(first) ? first.elements.map(literal) : [literal(first)];
    for (const pattern of patterns) {
      if (pattern === undefined) doubts.add('computed-import');
      else depend('glob', pattern);
    }
  }

  function visitText(text: string): void {
    if (text.length === 0 || text.length > 200 || /\s/.test(text)) return;
    if (/^\.\.?(\/|$)/.test(text) || filePath.test(text)) depend('asset', text);
  }

  function visitIdentifier(name: string): void {
    if (name === '__dirname' || name === '__filename') readsFiles = true;
    refer(name, 'value');
  }

  function visit(outer: Node): void {
    const node = withTypes > 0 ? outer : unwrapTypes(ts, outer);
    if (isErased(ts, node) && !(withTypes > 0 && ts.isTypeNode(node))) return;
    const parts = partsOf(node);
    if (parts) return parts.forEach(visit);
    if (ts.isIdentifier(node)) return visitIdentifier(node.text);
    if (ts.isStringLiteralLike(node)) return visitText(node.text);
    if (ts.isMetaProperty(node)) return void (readsFiles ||= metaReads(ts, node));
    if (ts.isPropertyAccessExpression(node)) return visitAccess(node);
    if (ts.isHeritageClause(node)) return node.types.forEach(visitHeritage);
    if (ts.isCallExpression(node)) visitCall(node);
    if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
      if (/^(Shared)?Worker$/.test(node.expression.text)) doubts.add('starts-process');
      if (node.expression.text === 'Function') doubts.add('evaluates-code');
    }
    const depth = ts.isFunctionLike(node) ? 1 : 0;
    const typed = ts.isClassLike(node) && hasDecorators(ts, node) ? 1 : 0;
    functionDepth += depth;
    withTypes += typed;
    ts.forEachChild(node, (child) => {
      if (!isPlainName(ts, node, child)) visit(child);
    });
    functionDepth -= depth;
    withTypes -= typed;
  }

  function visitAccess(node: TypeScript.PropertyAccessExpression): void {
    const object = unwrapTypes(ts, node.expression);
    if (ts.isIdentifier(object)) {
      if (object.text === 'process' && node.name.text === 'cwd') readsFiles = true;
      return refer(object.text, 'value', bindings.get(object.text)?.name === '*' ? node.name.text : undefined);
    }
    visit(object);
  }

  function visitHeritage({ expression }: TypeScript.ExpressionWithTypeArguments): void {
    if (ts.isIdentifier(expression)) refer(expression.text, 'heritage');
    else visit(expression);
  }

  nodes.forEach(visit);
  return {
    references: [...references.values()],
    dependencies: [...dependencies.values()],
    doubts: [...doubts],
    readsFiles,
    requires: [...requires],
  };
}

/** `import.meta.env` and its kin say nothing about the module's place. */
function metaReads(ts: Ts, node: TypeScript.MetaProperty): boolean {
  const { parent } = node;
  const member = ts.isPropertyAccessExpression(parent) ? parent.name.text : '';
  return node.keywordToken === ts.SyntaxKind.ImportKeyword && !/^(env|glob|globEager|vitest|hot)$/.test(member);
}

/** A name that is no reference: of a member, a property, an attribute. */
function isPlainName(ts: Ts, parent: Node, child: Node): boolean {
  if (!ts.isIdentifier(child)) return false;
  if (ts.isBindingElement(parent)) return parent.propertyName === child || parent.name === child;
  if (
    ts.isPropertyAssignment(parent) ||
    ts.isClassElement(parent) ||
    ts.isJsxAttribute(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isEnumMember(parent) ||
    ts.isParameter(parent) ||
    ts.isVariableDeclaration(parent)
  ) {
    return (parent as { name?: Node }).name === child;
  }
  return false;
}
