import type { ConfigurationSyntax } from '@nx-testmon/core';
import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { unwrap } from '../syntax/syntax-parts';
import { configurationOf } from './configuration-of';
import { exportedConfiguration } from './exported-configuration';
import { hasNoEffect, hasNoFunctions, type NamesInScope } from './has-no-effect';

type Node = TypeScript.Node;
type Property = TypeScript.PropertyAssignment | TypeScript.ShorthandPropertyAssignment;

/** The configuration in a module from which a test runner reads one. */
export interface OptionsInCode {
  /** The expression that the module exports by default. */
  readonly configuration: Node;
  /** Properties in it that do not affect the result of any test. */
  readonly ignored: ReadonlySet<Node>;
}

/**
 * The options in the default export of a module; `undefined` if it is not a configuration, or is unknown. Blocks of
 * such a module have no second form.
 */
export function findIgnoredOptions(
  scope: NamesInScope,
  sourceFile: TypeScript.SourceFile,
  path: string,
  configurations: readonly ConfigurationSyntax[],
): OptionsInCode | undefined {
  const syntax = configurationOf(path, configurations);
  if (syntax === undefined) return undefined;
  const configuration = exportedConfiguration(scope.ts, sourceFile);
  // A method or a getter of the configuration may read its options.
  if (configuration === undefined || mentionsThis(scope.ts, configuration)) return undefined;
  const finder = new OptionsFinder(scope, syntax);
  finder.visitConfiguration(configuration);
  return { configuration, ignored: finder.ignored };
}

function mentionsThis(ts: Ts, node: Node): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  return ts.forEachChild(node, (child) => mentionsThis(ts, child) || undefined) === true;
}

class OptionsFinder {
  readonly ignored = new Set<Node>();

  constructor(
    private readonly scope: NamesInScope,
    private readonly syntax: ConfigurationSyntax,
  ) {}

  /** @param outer an expression that is evaluated to a configuration, to several, or to a function that returns one */
  visitConfiguration(outer: Node): void {
    const { ts } = this.scope;
    const node = unwrap(ts, outer);
    if (ts.isObjectLiteralExpression(node)) this.visitOptions(node, '');
    else if (ts.isArrayLiteralExpression(node)) node.elements.forEach((one) => this.visitConfiguration(one));
    else if (ts.isConditionalExpression(node))
      for (const one of [node.whenTrue, node.whenFalse]) this.visitConfiguration(one);
    else if (ts.isCallExpression(node) && this.isDefiner(node))
      node.arguments.forEach((one) => this.visitConfiguration(one));
    else if (ts.isArrowFunction(node)) this.visitResult(node.body);
  }

  private isDefiner({ expression }: TypeScript.CallExpression): boolean {
    const { ts, bindings } = this.scope;
    const binding = ts.isIdentifier(expression) ? bindings.get(expression.text) : undefined;
    if (binding === undefined) return false;
    const { definers, definerModules } = this.syntax;
    return definers.includes(binding.name) && definerModules.includes(binding.specifier);
  }

  private visitResult(body: Node): void {
    const { ts } = this.scope;
    if (!ts.isBlock(body)) return this.visitConfiguration(body);
    for (const statement of body.statements)
      if (ts.isReturnStatement(statement) && statement.expression)
        this.visitConfiguration(statement.expression);
  }

  /** @param path of the options in the configuration, ending with a dot; empty for the configuration itself */
  private visitOptions({ properties }: TypeScript.ObjectLiteralExpression, path: string): void {
    const { ts } = this.scope;
    const copies = properties.some((property) => ts.isSpreadAssignment(property));
    for (const property of properties) {
      if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) continue;
      const { name } = property;
      if (!ts.isIdentifier(name) && !ts.isStringLiteral(name)) continue;
      const value = ts.isPropertyAssignment(property) ? unwrap(ts, property.initializer) : name;
      this.visitOption(property, value, { option: path + name.text, copies });
    }
  }

  private visitOption(
    property: Property,
    value: Node,
    { option, copies }: { readonly option: string; readonly copies: boolean },
  ): void {
    const { ts } = this.scope;
    const { ignoredOptions, projectOptions, containerOptions } = this.syntax;
    if (ignoredOptions.includes(option)) {
      if (hasNoEffect(this.scope, value)) this.ignored.add(property);
    } else if (this.isReport(option, value)) {
      this.ignored.add(value);
    } else if (projectOptions.includes(option)) {
      if (ts.isArrayLiteralExpression(value)) value.elements.forEach((one) => this.visitProject(one));
    } else if (ts.isObjectLiteralExpression(value)) {
      this.visitOptions(value, `${option}.`);
      // Without it, an option of the same name in a spread object would be used.
      const isEmpty = value.properties.every((one) => this.ignored.has(one));
      if (containerOptions.includes(option) && isEmpty && !copies) this.ignored.add(property);
    }
  }

  /** Each of the projects is a separate configuration. */
  private visitProject(outer: Node): void {
    const node = unwrap(this.scope.ts, outer);
    if (this.scope.ts.isObjectLiteralExpression(node)) this.visitOptions(node, '');
  }

  private isReport(option: string, value: Node): boolean {
    const found = this.syntax.reporterOptions.find((one) => one.option === option);
    if (found === undefined || !areBuiltIn(this.scope.ts, value, new Set(found.builtIn))) return false;
    return hasNoEffect(this.scope, value) && hasNoFunctions(this.scope, value);
  }
}

/** `'dot'`, `['dot']`, `[['junit', { … }]]`, or a conditional expression with two of these. */
function areBuiltIn(ts: Ts, outer: Node, builtIn: ReadonlySet<string>): boolean {
  const node = unwrap(ts, outer);
  if (ts.isConditionalExpression(node))
    return areBuiltIn(ts, node.whenTrue, builtIn) && areBuiltIn(ts, node.whenFalse, builtIn);
  if (!ts.isArrayLiteralExpression(node)) return isBuiltIn(ts, node, builtIn);
  return node.elements.every((one) =>
    ts.isSpreadElement(one) ? areBuiltIn(ts, one.expression, builtIn) : isBuiltIn(ts, one, builtIn),
  );
}

function isBuiltIn(ts: Ts, outer: Node, builtIn: ReadonlySet<string>): boolean {
  const node = unwrap(ts, outer);
  if (ts.isStringLiteralLike(node)) return builtIn.has(node.text);
  if (!ts.isArrayLiteralExpression(node)) return false;
  const [name] = node.elements;
  return name !== undefined && ts.isStringLiteralLike(name) && builtIn.has(name.text);
}
