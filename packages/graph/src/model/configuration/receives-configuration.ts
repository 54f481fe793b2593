import type { ConfigurationSyntax } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { isErased } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** Names by which code of the workspace receives a configuration. */
interface ConfigurationNames {
  /**
   * Matches names of members that contain a configuration (`server.config`, `{ globalConfig }`), of plugin hooks that
   * receive it (`configResolved`), and of functions that read it (`loadConfigFromFile`).
   */
  readonly givesConfiguration: RegExp;
  /** Names by which code reads an ignored option. */
  readonly ofIgnored: ReadonlySet<string>;
}

function configurationNames(configurations: readonly ConfigurationSyntax[]): ConfigurationNames {
  const runners = configurations.flatMap(({ names }) => names);
  const before = [...generalPrefixes, ...runners].join('|');
  const after = [...generalSuffixes, ...runners.map((name) => `ure${name}`)].join('|');
  const ignored = configurations.flatMap(({ ignoredOptions, reporterOptions }) => [
    ...ignoredOptions,
    ...reporterOptions.map(({ option }) => option),
  ]);
  return {
    givesConfiguration: new RegExp(`^_?(?:(?:${before})?_?configs?(?:${after})?)$`, 'i'),
    ofIgnored: new Set(ignored.map((option) => option.slice(option.lastIndexOf('.') + 1))),
  };
}

const generalPrefixes = [
  ...['on', 'get', 'set', 'load', 'read', 'resolve', 'normalize', 'user', 'raw', 'global', 'project'],
  ...['serialized', 'getSerializable', 'toSerializable'],
];
const generalSuffixes = [
  ...['uration', 'Resolved', 'Environment', 'ureServer', 'urePreviewServer', 'FromFile'],
];

/** Code that matches may receive a configuration, or read an ignored option from one. */
function mentionOf({ ofIgnored }: ConfigurationNames): RegExp {
  const ignored = [...ofIgnored].map((name) => `\\b${name}\\b`);
  return new RegExp(['conf', 'cfg', 'string\\b', '\\bapply\\b', ...ignored].join('|'), 'i');
}

/**
 * Whether code in a file may receive the configuration of a test runner in another way than by importing it, or may
 * read the text of one of its functions, including all comments.
 */
export function receivesConfiguration(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  configurations: readonly ConfigurationSyntax[],
): boolean {
  const names = configurationNames(configurations);
  if (!mentionOf(names).test(sourceFile.text)) return false;
  const visit = (node: Node): boolean =>
    !isErased(ts, node) &&
    (isGiven({ ts, names }, node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true);
  return visit(sourceFile);
}

interface Search {
  readonly ts: Ts;
  readonly names: ConfigurationNames;
}

function isGiven(search: Search, node: Node): boolean {
  const { ts, names } = search;
  const givesOptions = (text: string) => isNameOfOptions(names, text);
  if (ts.isPropertyAccessExpression(node))
    return node.name.text === 'toString' || givesOptions(node.name.text);
  if (ts.isCallExpression(node)) return ts.isIdentifier(node.expression) && node.expression.text === 'String';
  if (ts.isElementAccessExpression(node)) return isTextOf(ts, node.argumentExpression, givesOptions);
  if (ts.isBindingElement(node)) return isTaken(search, node.propertyName ?? node.name);
  if (ts.isParameter(node)) return ts.isIdentifier(node.name) && /conf|cfg/i.test(node.name.text);
  if (ts.isImportSpecifier(node)) return isFunctionThatReads(names, node.propertyName ?? node.name);
  if (ts.isShorthandPropertyAssignment(node) || ts.isMethodDeclaration(node))
    return isHook(search, node.name);
  if (ts.isPropertyAssignment(node) || ts.isPropertyDeclaration(node))
    // The texts in `config: 'a.json'` and `apply: 'build'` receive nothing.
    return isHook(search, node.name) && !(node.initializer && isTextOf(ts, node.initializer, () => true));
  return ts.isAccessor(node) && isHook(search, node.name);
}

function isNameOfOptions({ givesConfiguration, ofIgnored }: ConfigurationNames, text: string): boolean {
  return givesConfiguration.test(text) || ofIgnored.has(text);
}

/** Names of types begin with a capital letter. */
function isFunctionThatReads(
  { givesConfiguration }: ConfigurationNames,
  { text }: { readonly text: string },
): boolean {
  return /^[a-z_]/.test(text) && givesConfiguration.test(text);
}

function isTaken({ ts, names }: Search, name: Node): boolean {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name)) return isNameOfOptions(names, name.text);
  return ts.isComputedPropertyName(name);
}

/** Vite calls `apply` of a plugin with its configuration. */
function isHook({ ts, names }: Search, name: Node): boolean {
  if (ts.isComputedPropertyName(name)) return true;
  const text = ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '';
  return text === 'apply' || names.givesConfiguration.test(text);
}

function isTextOf(ts: Ts, node: Node, isMeant: (text: string) => boolean): boolean {
  return ts.isStringLiteralLike(node) && isMeant(node.text);
}
