import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { collectMentions, type Mentions, type MentionScope } from './collect-references';
import { isFollowedRequire, isImportMeta, literalText, readCall } from './read-calls';
import { decoratorsOf, isErased, metadataTypes, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

const filePath = /^[\w@.-]+(\/[\w@.-]+)*\.\w{1,8}$/;

/**
 * Reads what syntax names. Shadowing is not looked at: a local name that is also a top-level one is taken
 * for it.
 *
 * @param partsOf what of a function with a block of its own is evaluated where it stands
 * @param isLoading whether the nodes are evaluated while the module loads
 */
export function readMentions(
  scope: MentionScope,
  nodes: readonly Node[],
  partsOf: (node: Node) => readonly Node[] | undefined,
  isLoading: boolean,
): Mentions {
  const { ts, bindings } = scope;
  const to = collectMentions(scope);
  let depth = isLoading ? 0 : 1;

  function visit(outer: Node): void {
    const node = unwrap(ts, outer);
    if (isErased(ts, node)) return;
    const parts = partsOf(node);
    if (parts) return parts.filter((part) => !ts.isIdentifier(part)).forEach(visitPart);
    if (ts.isIdentifier(node)) return visitIdentifier(node);
    if (ts.isStringLiteralLike(node)) return visitText(node.text);
    if (ts.isMetaProperty(node)) return visitMeta(node);
    if (ts.isPropertyAccessExpression(node)) return visitAccess(node);
    if (ts.isHeritageClause(node)) return node.types.forEach(visitHeritage);
    const done = ts.isCallExpression(node) ? readCall(to, node, depth === 0) : undefined;
    if (ts.isNewExpression(node)) visitNew(node);
    if (ts.isJsxOpeningLikeElement(node) || ts.isJsxFragment(node)) {
      for (const factory of scope.jsxFactories) to.refer(factory, 'value');
    }
    if (ts.isClassLike(node)) metadataTypes(ts, node).forEach(visitType);
    const isLater = isCalledLater(ts, node);
    if (isLater) depth++;
    ts.forEachChild(node, (child) => {
      if (child !== done && !isPlainName(ts, node, child)) visit(child);
    });
    if (isLater) depth--;
  }

  /** Defaults of parameters are evaluated at a call, their decorators where they stand. */
  function visitPart(part: Node): void {
    if (!ts.isParameter(part)) return visit(part);
    decoratorsOf(ts, part).forEach(visit);
    depth++;
    visit(part);
    depth--;
  }

  function visitIdentifier(node: TypeScript.Identifier): void {
    const name = node.text;
    if (name === '__dirname' || name === '__filename') to.readFiles();
    if (name === 'eval' && !ts.isTypeOfExpression(node.parent)) to.doubt('evaluates-code');
    // Handed on, it loads what nobody can tell.
    if (name === 'require' && !isCalled(ts, node) && !ts.isTypeOfExpression(node.parent))
      to.doubt('computed-import');
    if (isCreateRequire(node) && !isFollowedRequire(ts, node)) to.doubt('computed-import');
    to.refer(name, 'value');
  }

  function isCreateRequire({ text }: TypeScript.Identifier): boolean {
    return text === 'createRequire' || bindings.get(text)?.name === 'createRequire';
  }

  function visitAccess(node: TypeScript.PropertyAccessExpression): void {
    const object = unwrap(ts, node.expression);
    const member = node.name.text;
    if (member === 'createRequire' && !isFollowedRequire(ts, node.name)) to.doubt('computed-import');
    if (member === 'eval') to.doubt('evaluates-code');
    if (!ts.isIdentifier(object)) return visit(object);
    if (object.text === '__dirname' || object.text === '__filename') to.readFiles();
    if (object.text === 'process' && member === 'cwd') to.readFiles();
    if (object.text === 'require' && !/^(resolve|main|cache|extensions)$/.test(member))
      to.doubt('computed-import');
    to.refer(object.text, 'value', isNamespace(object.text) ? member : undefined);
  }

  function isNamespace(name: string): boolean {
    const binding = bindings.get(name);
    if (binding?.name !== 'default') return binding?.name === '*';
    return /^(?:node:)?module$|\.json$/.test(binding.specifier);
  }

  function visitNew(node: TypeScript.NewExpression): void {
    const callee = unwrap(ts, node.expression);
    const name = ts.isIdentifier(callee)
      ? callee.text
      : ts.isPropertyAccessExpression(callee)
        ? callee.name.text
        : '';
    if (/^(Shared)?Worker$/.test(name)) to.doubt('starts-process');
    if (name === 'Function') to.doubt('evaluates-code');
    const [first, base] = node.arguments ?? [];
    const text = name === 'URL' && base ? literalText(ts, first) : undefined;
    if (text !== undefined && !/^[a-z][\w+.-]*:/i.test(text)) to.depend('asset', text);
  }

  /** `import.meta.env` and its kin say nothing about the module's place. */
  function visitMeta(node: TypeScript.MetaProperty): void {
    if (!isImportMeta(ts, node)) return;
    const { parent } = node;
    const member = ts.isPropertyAccessExpression(parent) ? parent.name.text : '';
    if (!/^(env|glob|globEager|vitest|hot)$/.test(member)) to.readFiles();
  }

  function visitText(text: string): void {
    if (text.length === 0 || text.length >= 200 || /\s/.test(text)) return;
    if (/^\.\.?(\/|$)/.test(text) || filePath.test(text)) to.depend('asset', text);
  }

  function visitHeritage({ expression }: TypeScript.ExpressionWithTypeArguments): void {
    const base = unwrap(ts, expression);
    if (ts.isIdentifier(base)) to.refer(base.text, 'heritage');
    else visit(base);
  }

  function visitType(node: Node): void {
    if (ts.isIdentifier(node)) to.refer(node.text, 'value');
    ts.forEachChild(node, visitType);
  }

  nodes.forEach(visit);
  return to.finish();
}

function isCalled(ts: Ts, node: Node): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node;
}

/** Functions, and fields of instances. */
function isCalledLater(ts: Ts, node: Node): boolean {
  if (ts.isFunctionLike(node)) return true;
  return (
    ts.isPropertyDeclaration(node) &&
    !node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword)
  );
}

/** A name that is no reference: of a declaration, a member, a property, an attribute, a label, an element of HTML. */
function isPlainName(ts: Ts, parent: Node, child: Node): boolean {
  if (!ts.isIdentifier(child)) return false;
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  if (ts.isBindingElement(parent) && parent.propertyName === child) return true;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return parent.label === child;
  if (ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent)) return /^[a-z]/.test(child.text);
  if (ts.isJsxNamespacedName(parent)) return true;
  return (parent as { name?: Node }).name === child;
}
