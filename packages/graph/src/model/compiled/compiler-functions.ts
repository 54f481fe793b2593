import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { unwrap } from '../syntax/syntax-parts';
import { functionTexts } from './function-texts';

type Node = TypeScript.Node;

/** A function that a compiler has put into a module. */
interface CompilerFunction {
  readonly name: string;
  readonly declaration: TypeScript.VariableDeclaration;
  /** Its value. The name is never defined on `this`, the exports of the module. */
  readonly value: TypeScript.Expression;
}

const withoutSpace = (text: string): string => text.replace(/\s+/g, '');
const knownTexts = new Map(
  Object.entries(functionTexts).map(([name, texts]) => [name, new Set(texts.map(withoutSpace))]),
);

/** The functions that are called by functions that load or re-export modules. */
const calledBy: Readonly<Record<string, readonly string[]>> = {
  __exportStar: ['__createBinding'],
  __importStar: ['__createBinding', '__setModuleDefault'],
};

/** The functions that a compiler added to a module: `var __a = (this && this.__a) || …`, or the package `tslib`. */
export class CompilerFunctions {
  private readonly written = new Map<Node, CompilerFunction>();
  /** Functions that load or re-export modules, and names of `tslib`, with the end of their declaration. */
  private readonly functions = new Map<string, number>();
  private readonly packages = new Map<string, number>();
  /** False if a name of a function that loads or re-exports modules has another meaning. */
  readonly areKnown: boolean;

  /** @param assigned names that are assigned to */
  constructor(
    private readonly ts: Ts,
    sourceFile: TypeScript.SourceFile,
    assigned: ReadonlySet<string>,
  ) {
    for (const statement of sourceFile.statements) this.addStatement(statement);
    const declared = countNames(ts, sourceFile);
    this.areKnown = [...knownTexts.keys()].every(
      (name) => !assigned.has(name) && (declared.get(name) ?? 0) === (this.functions.has(name) ? 1 : 0),
    );
  }

  of(statement: Node): CompilerFunction | undefined {
    return this.written.get(statement);
  }

  /** Whether a statement declares a function that loads or re-exports modules. */
  isOfModules(statement: Node): boolean {
    const name = this.written.get(statement)?.name;
    return name !== undefined && this.functions.has(name);
  }

  /** Whether an expression is one of these functions: `__importStar` or `tslib_1.__importStar`. */
  isNamed(outer: Node, name: string): boolean {
    const { ts, functions, packages } = this;
    const node = unwrap(ts, outer);
    const isAbove = (end: number | undefined) => end !== undefined && end <= node.pos;
    if (ts.isIdentifier(node))
      return (
        node.text === name && [name, ...(calledBy[name] ?? [])].every((one) => isAbove(functions.get(one)))
      );
    return (
      ts.isPropertyAccessExpression(node) &&
      node.name.text === name &&
      ts.isIdentifier(node.expression) &&
      isAbove(packages.get(node.expression.text))
    );
  }

  private addStatement(statement: Node): void {
    const { ts } = this;
    if (!ts.isVariableStatement(statement)) return;
    const [declaration, ...others] = statement.declarationList.declarations;
    if (!declaration?.initializer || others.length > 0 || !ts.isIdentifier(declaration.name)) return;
    const name = declaration.name.text;
    const isConstant = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    if (isConstant && /^require\(["']tslib["']\)$/.test(declaration.initializer.getText()))
      this.packages.set(name, statement.end);
    const value = valueOfFunction(ts, name, declaration.initializer);
    if (!value) return;
    this.written.set(statement, { name, declaration, value });
    if (knownTexts.get(name)?.has(withoutSpace(value.getText())) === true)
      this.functions.set(name, statement.end);
  }
}

/** How often each name is declared, in whatever scope. */
function countNames(ts: Ts, sourceFile: TypeScript.SourceFile): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const visit = (node: Node): void => {
    const { name } = node as { readonly name?: Node };
    if (name && ts.isIdentifier(name) && !ts.isPropertyAccessExpression(node))
      counts.set(name.text, (counts.get(name.text) ?? 0) + 1);
    ts.forEachChild(node, visit);
  };
  visit(sourceFile);
  return counts;
}

/** `(this && this.__a) || value`. */
function valueOfFunction(ts: Ts, name: string, initializer: Node): TypeScript.Expression | undefined {
  if (!/^__[A-Za-z]+$/.test(name) || !ts.isBinaryExpression(initializer)) return undefined;
  const { left, operatorToken, right } = initializer;
  const isEither = operatorToken.kind === ts.SyntaxKind.BarBarToken;
  return isEither && withoutSpace(left.getText()) === `(this&&this.${name})` ? right : undefined;
}
