import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { isErased } from '../syntax/syntax-parts';
import { namesOfIgnored } from './ignored-options';

type Node = TypeScript.Node;

/**
 * Names of members that contain a configuration (`server.config`, `{ globalConfig }`), of plugin hooks that receive
 * it (`configResolved`), and of functions that read it (`loadConfigFromFile`).
 */
const givesConfiguration =
  /^_?(?:(?:on|get|set|load|read|resolve|normalize|user|raw|vite|vitest|jest|global|project|serialized|getSerializable|toSerializable)?_?configs?(?:uration|Resolved|Environment|ureServer|urePreviewServer|ureVitest|FromFile)?)$/i;

function givesOptions(name: string): boolean {
  return givesConfiguration.test(name) || namesOfIgnored.has(name);
}

/** Code that matches may receive a configuration, or read an ignored option from one. */
const mention = new RegExp(`conf|cfg|string\\b|\\bapply\\b|\\b(?:${[...namesOfIgnored].join('|')})\\b`, 'i');

/**
 * Whether code in a file may receive the configuration of a test runner in another way than by importing it, or may
 * read the text of one of its functions, including all comments.
 */
export function receivesConfiguration(ts: Ts, sourceFile: TypeScript.SourceFile): boolean {
  if (!mention.test(sourceFile.text)) return false;
  const visit = (node: Node): boolean =>
    !isErased(ts, node) &&
    (isGiven(ts, node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true);
  return visit(sourceFile);
}

function isGiven(ts: Ts, node: Node): boolean {
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'toString' || givesOptions(node.name.text);
  if (ts.isCallExpression(node)) return ts.isIdentifier(node.expression) && node.expression.text === 'String';
  if (ts.isElementAccessExpression(node)) return isTextOf(ts, node.argumentExpression, givesOptions);
  if (ts.isBindingElement(node)) return isTaken(ts, node.propertyName ?? node.name);
  if (ts.isParameter(node)) return ts.isIdentifier(node.name) && /conf|cfg/i.test(node.name.text);
  if (ts.isImportSpecifier(node)) return isFunctionThatReads(node.propertyName ?? node.name);
  if (ts.isShorthandPropertyAssignment(node) || ts.isMethodDeclaration(node)) return isHook(ts, node.name);
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
    // The texts in `config: 'a.json'` and `apply: 'build'` receive nothing.
    return isHook(ts, node.name) && !(node.initializer && isTextOf(ts, node.initializer, () => true));
  return ts.isAccessor(node) && isHook(ts, node.name);
}

/** Names of types begin with a capital letter. */
function isFunctionThatReads({ text }: { readonly text: string }): boolean {
  return /^[a-z_]/.test(text) && givesConfiguration.test(text);
}

function isTaken(ts: Ts, name: Node): boolean {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return givesOptions(name.text);
  return ts.isComputedPropertyName(name);
}

/** Vite calls `apply` of a plugin with its configuration. */
function isHook(ts: Ts, name: Node): boolean {
  if (ts.isComputedPropertyName(name)) return true;
  const text = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
  return text === 'apply' || givesConfiguration.test(text);
}

function isTextOf(ts: Ts, node: Node, isMeant: (text: string) => boolean): boolean {
  return ts.isStringLiteralLike(node) && isMeant(node.text);
}
