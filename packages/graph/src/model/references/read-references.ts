import type { FallbackCause } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { decoratorsOf, isCalled, isErased, metadataTypes, unwrap } from '../syntax/syntax-parts';
import { type CodeReferences, ReferenceCollector, type ReferenceScope } from './collect-references';
import { isFollowedRequire, isImportMeta, literalText, readCall } from './read-calls';

type Node = TypeScript.Node;

const filePath = /^[\w@.-]+(\/[\w@.-]+)*\.\w{1,8}$/;

/** Properties of `import.meta` that do not contain the path of the module. */
const isWithoutPath = /^(env|glob|globEager|hot)$/;

export interface ReferencedCode {
  readonly nodes: readonly Node[];
  /**
   * The parts that are read instead of the whole node, such as the definition of a function that has its own block;
   * `undefined` for nodes that are read as a whole.
   */
  readonly partsOf: (node: Node) => readonly Node[] | undefined;
  /** Whether the nodes are evaluated while the module loads. */
  readonly isLoading: boolean;
}

/**
 * Reads the references of code. Shadowing is ignored: a local name is treated as the top-level name if there is one.
 */
export function readReferences(scope: ReferenceScope, code: ReferencedCode): CodeReferences {
  const collector = new ReferenceCollector(scope);
  new ReferenceReader(collector, code).read();
  return collector.finish();
}

class ReferenceReader {
  private readonly ts: Ts;
  /** The number of functions around the current node that loading does not call. */
  private depth: number;

  constructor(
    private readonly collector: ReferenceCollector,
    private readonly code: ReferencedCode,
  ) {
    this.ts = collector.scope.ts;
    this.depth = code.isLoading ? 0 : 1;
  }

  read(): void {
    for (const node of this.code.nodes) this.visit(node);
  }

  private visit(outer: Node): void {
    const { ts } = this;
    const node = unwrap(ts, outer);
    if (isErased(ts, node)) return;
    this.collector.node = node;
    const parts = this.code.partsOf(node);
    if (parts) {
      for (const part of parts) if (!ts.isMemberName(part)) this.visitPart(part);
    } else if (ts.isIdentifier(node)) this.visitIdentifier(node);
    else if (ts.isStringLiteralLike(node)) this.visitText(node.text);
    else if (ts.isMetaProperty(node)) this.visitMeta(node);
    else if (ts.isPropertyAccessExpression(node)) this.visitAccess(node);
    else if (ts.isPrivateIdentifier(node)) this.collector.addReference(node.text, 'value');
    else if (ts.isHeritageClause(node)) for (const type of node.types) this.visitHeritage(type);
    else if (this.isInstanceCheck(node)) this.visitInstanceCheck(node);
    else if (ts.isVariableDeclaration(node)) this.visitVariable(node);
    else this.visitChildren(node);
  }

  private visitChildren(node: Node): void {
    const { ts } = this;
    const done = ts.isCallExpression(node) ? readCall(this.collector, node, this.depth === 0) : undefined;
    if (ts.isNewExpression(node)) this.visitNew(node);
    if (ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node)) {
      for (const factory of this.collector.scope.jsxFactories) this.collector.addReference(factory, 'value');
    }
    if (ts.isClassLike(node)) for (const type of metadataTypes(ts, node)) this.visitType(type);
    const isLater = isCalledLater(ts, node);
    if (isLater) this.depth++;
    ts.forEachChild(node, (child) => {
      if (child !== done && !isPlainName(ts, node, child)) this.visit(child);
    });
    if (isLater) this.depth--;
  }

  /** Defaults of parameters are evaluated during a call, their decorators during the definition. */
  private visitPart(part: Node): void {
    const { ts } = this;
    if (!ts.isParameter(part)) return this.visit(part);
    for (const decorator of decoratorsOf(ts, part)) this.visit(decorator);
    this.depth++;
    this.visit(part);
    this.depth--;
  }

  private visitIdentifier(node: TypeScript.Identifier): void {
    const { ts, collector } = this;
    const name = node.text;
    if (name === '__dirname' || name === '__filename') collector.addFileRead();
    const isTypeOf = ts.isTypeOfExpression(node.parent);
    if (name === 'eval' && !isTypeOf) collector.addFallbackCause('evaluates-code-in-scope');
    // If it is passed on, its loads are unknown.
    if (name === 'require' && !isCalled(ts, node) && !isTypeOf) collector.addFallbackCause('computed-import');
    if (this.isCreateRequire(node) && !isFollowedRequire(ts, node))
      collector.addFallbackCause('computed-import');
    collector.addReference(name, 'value');
  }

  private isCreateRequire({ text }: TypeScript.Identifier): boolean {
    return text === 'createRequire' || this.collector.scope.bindings.get(text)?.name === 'createRequire';
  }

  private visitAccess(node: TypeScript.PropertyAccessExpression): void {
    const { ts, collector } = this;
    const object = unwrap(ts, node.expression);
    const member = node.name.text;
    if (ts.isPrivateIdentifier(node.name)) collector.addReference(member, 'value');
    if (member === 'createRequire' && !isFollowedRequire(ts, node.name))
      collector.addFallbackCause('computed-import');
    if (member === 'eval') collector.addFallbackCause('evaluates-code-in-scope');
    if (!ts.isIdentifier(object)) return this.visit(object);
    const own = object.text === 'exports' ? collector.scope.ownExports.get(member) : undefined;
    if (own !== undefined) collector.addReference(own, 'value');
    if (object.text === '__dirname' || object.text === '__filename') collector.addFileRead();
    if (object.text === 'process' && member === 'cwd') collector.addFileRead();
    if (object.text === 'require' && !/^(resolve|main|cache|extensions)$/.test(member))
      collector.addFallbackCause('computed-import');
    collector.addReference(object.text, 'value', this.isNamespace(object.text) ? member : undefined);
  }

  private isNamespace(name: string): boolean {
    const binding = this.collector.scope.bindings.get(name);
    if (binding?.name !== 'default') return binding?.name === '*';
    return /^(?:node:)?module$|\.json$/.test(binding.specifier);
  }

  private visitNew(node: TypeScript.NewExpression): void {
    const { ts, collector } = this;
    const callee = unwrap(ts, node.expression);
    const name = ts.isIdentifier(callee)
      ? callee.text
      : ts.isPropertyAccessExpression(callee)
        ? callee.name.text
        : '';
    if (/^(Shared)?Worker$/.test(name)) collector.addFallbackCause(this.causeOfWorker(callee));
    if (name === 'Function') collector.addFallbackCause('evaluates-code');
    const [first, base] = node.arguments ?? [];
    const text = name === 'URL' && base ? literalText(ts, first) : undefined;
    if (text !== undefined && !/^[a-z][\w+.-]*:/i.test(text)) collector.addDependency('asset', text);
  }

  /** A worker of Node is a thread. Any other worker may be imitated by a package in the process of the test. */
  private causeOfWorker(callee: Node): FallbackCause {
    const { ts, collector } = this;
    const name = ts.isPropertyAccessExpression(callee) ? unwrap(ts, callee.expression) : callee;
    const binding = ts.isIdentifier(name) ? collector.scope.bindings.get(name.text) : undefined;
    return /^(?:node:)?worker_threads$/.test(binding?.specifier ?? '') ? 'starts-process' : 'starts-worker';
  }

  /**
   * `import.meta.env`, the properties that test runners add and similar ones do not contain the path of the module.
   */
  private visitMeta(node: TypeScript.MetaProperty): void {
    if (!isImportMeta(this.ts, node)) return;
    const { parent } = node;
    const member = this.ts.isPropertyAccessExpression(parent) ? parent.name.text : '';
    if (isWithoutPath.test(member) || this.collector.scope.syntax.metaProperties.includes(member)) return;
    this.collector.addFileRead();
  }

  private visitText(text: string): void {
    if (text.length === 0 || text.length >= 200 || /\s/.test(text)) return;
    if (/^\.\.?(\/|$)/.test(text) || filePath.test(text)) this.collector.addDependency('asset', text);
  }

  private visitHeritage({ expression }: TypeScript.ExpressionWithTypeArguments): void {
    const base = unwrap(this.ts, expression);
    if (this.ts.isIdentifier(base)) this.collector.addReference(base.text, 'heritage');
    else this.visit(base);
  }

  /** `const { a, b: c } = ns` names the members of a namespace that it uses. */
  private visitVariable(node: TypeScript.VariableDeclaration): void {
    const { ts, collector } = this;
    const { name, initializer } = node;
    const object = initializer && unwrap(ts, initializer);
    const members =
      object && ts.isIdentifier(object) && this.isNamespace(object.text) && memberNames(ts, name);
    if (!members) return this.visitChildren(node);
    this.visit(name);
    for (const member of members) collector.addReference(object.text, 'value', member);
  }

  private isInstanceCheck(node: Node): node is TypeScript.BinaryExpression {
    const { ts } = this;
    return (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword &&
      ts.isIdentifier(unwrap(ts, node.right))
    );
  }

  private visitInstanceCheck({ left, right }: TypeScript.BinaryExpression): void {
    this.visit(left);
    this.collector.addReference((unwrap(this.ts, right) as TypeScript.Identifier).text, 'instance-check');
  }

  private visitType(node: Node): void {
    if (this.ts.isIdentifier(node)) this.collector.addReference(node.text, 'value');
    this.ts.forEachChild(node, (child) => this.visitType(child));
  }
}

/** The properties that a pattern uses; `undefined` if it may use others, or uses none. */
function memberNames(ts: Ts, pattern: TypeScript.BindingName): string[] | undefined {
  if (!ts.isObjectBindingPattern(pattern) || pattern.elements.length === 0) return undefined;
  const names = pattern.elements.flatMap(({ dotDotDotToken, propertyName, name }) => {
    const key = propertyName ?? name;
    const isPlain = ts.isIdentifier(key) || ts.isStringLiteral(key);
    return isPlain && dotDotDotToken === undefined ? [key.text] : [];
  });
  return names.length === pattern.elements.length ? names : undefined;
}

/** Functions, and fields of instances. */
function isCalledLater(ts: Ts, node: Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  return (
    ts.isPropertyDeclaration(node) &&
    !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  );
}

/**
 * Whether an identifier is not a reference, but the name of a declaration, member, property, attribute, label or HTML
 * element.
 */
function isPlainName(ts: Ts, parent: Node, child: Node): boolean {
  if (!ts.isIdentifier(child)) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === child) return true;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return parent.label === child;
  if (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent)) return /^[a-z]/.test(child.text);
  if (ts.isJsxNamespacedName(parent)) return true;
  return (parent as { name?: Node }).name === child;
}
