import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { boundNames } from '../names/read-source-names';
import { hasModifier, isErased, unwrap } from '../syntax/syntax-parts';

type Node = TypeScript.Node;

/** The state of a top-level name at some point of the file while the module loads. */
export type NameState =
  /** It can be read: reading runs nothing and can only fail inside an import cycle. */
  | 'readable'
  /** The same, and it is a number or a text. */
  | 'plain'
  /** The same, and it is an enum, whose members can be read. */
  | 'enum'
  /** Reading it may throw: it is declared further down, or unknown. */
  | 'unsafe';

/** The names that an initializer can safely read. */
export interface LoadScope {
  readonly ts: Ts;
  stateOf(identifier: TypeScript.Identifier): NameState;
  /** Whether it names a global that every test environment has, and nothing of the file. */
  isGlobal(identifier: TypeScript.Identifier): boolean;
  /** Whether an import binds it, and nothing else of the file. */
  isImported(identifier: TypeScript.Identifier): boolean;
}

/** Globals that every test environment has. */
const globals = new Set(
  (
    'undefined NaN Infinity globalThis console Object Function Array String Number Boolean Symbol BigInt Math ' +
    'JSON Reflect Proxy Promise Map Set WeakMap WeakSet WeakRef Date RegExp Error TypeError RangeError SyntaxError ' +
    'ReferenceError EvalError URIError AggregateError ArrayBuffer DataView Uint8Array Int8Array Uint16Array ' +
    'Int16Array Uint32Array Int32Array Float32Array Float64Array BigInt64Array BigUint64Array Uint8ClampedArray Intl ' +
    'parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent setTimeout clearTimeout setInterval ' +
    'clearInterval URL URLSearchParams Event EventTarget AbortController AbortSignal'
  ).split(' '),
);

interface KnownName {
  /** The position from which it can be read; functions and imports can be read everywhere. */
  readonly from: number;
  readonly state: NameState;
}

/** @param imported local names of imports */
export function readLoadScope(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  imported: ReadonlySet<string>,
): LoadScope {
  const scope = new DeclaredNames(ts, imported);
  for (const statement of sourceFile.statements) scope.addStatement(statement);
  return scope;
}

class DeclaredNames implements LoadScope {
  private readonly known = new Map<string, KnownName>();

  constructor(
    readonly ts: Ts,
    private readonly imported: ReadonlySet<string>,
  ) {}

  stateOf(identifier: TypeScript.Identifier): NameState {
    const name = identifier.text;
    const found = this.known.get(name);
    if (found) return identifier.pos >= found.from ? found.state : 'unsafe';
    return this.imported.has(name) || globals.has(name) ? 'readable' : 'unsafe';
  }

  isGlobal({ text }: TypeScript.Identifier): boolean {
    return globals.has(text) && !this.known.has(text) && !this.imported.has(text);
  }

  isImported({ text }: TypeScript.Identifier): boolean {
    return this.imported.has(text) && !this.known.has(text);
  }

  addStatement(statement: TypeScript.Statement): void {
    const { ts } = this;
    if (isErased(ts, statement)) return;
    if (ts.isFunctionDeclaration(statement)) this.add(statement.name?.text ?? 'default', -1, 'readable');
    else if (ts.isEnumDeclaration(statement)) this.add(statement.name.text, statement.end, 'enum');
    else if (ts.isVariableStatement(statement)) this.addVariables(statement.declarationList);
    else if (ts.isClassDeclaration(statement) || ts.isModuleDeclaration(statement)) {
      if (statement.name) this.add(statement.name.text, statement.end, 'readable');
    } else if (
      ts.isImportEqualsDeclaration(statement) &&
      !hasModifier(ts, statement, ts.SyntaxKind.DeclareKeyword)
    ) {
      this.add(statement.name.text, statement.end, 'readable');
    }
  }

  private addVariables({ declarations, flags }: TypeScript.VariableDeclarationList): void {
    const { ts } = this;
    const isConstant = (flags & ts.NodeFlags.Const) !== 0 && (flags & ts.NodeFlags.Using) === 0;
    for (const { name, initializer, end } of declarations) {
      const isPlain = isConstant && ts.isIdentifier(name) && !!initializer && isPlainValue(this, initializer);
      for (const bound of boundNames(ts, name)) this.add(bound, end, isPlain ? 'plain' : 'readable');
    }
  }

  private add(name: string, from: number, state: NameState): void {
    const earlier = this.known.get(name);
    // With several declarations, a name can be read after the last of them, and may have any value.
    this.known.set(
      name,
      earlier ? { from: Math.max(from, earlier.from), state: 'readable' } : { from, state },
    );
  }
}

/** Whether an expression is a number, a text, or an operation on those, which can't call `valueOf` or throw. */
export function isPlainValue(scope: LoadScope, outer: Node): boolean {
  const { ts } = scope;
  const node = unwrap(ts, outer);
  if (ts.isNumericLiteral(node) || ts.isStringLiteralLike(node)) return true;
  if (ts.isIdentifier(node)) return scope.stateOf(node) === 'plain';
  if (ts.isTemplateExpression(node))
    return node.templateSpans.every((span) => isPlainValue(scope, span.expression));
  if (ts.isPrefixUnaryExpression(node)) {
    const { PlusToken, MinusToken, TildeToken } = ts.SyntaxKind;
    return [PlusToken, MinusToken, TildeToken].includes(node.operator) && isPlainValue(scope, node.operand);
  }
  if (!ts.isBinaryExpression(node)) return false;
  return (
    isArithmetic(ts, node.operatorToken.kind) &&
    [node.left, node.right].every((side) => isPlainValue(scope, side))
  );
}

function isArithmetic(ts: Ts, kind: TypeScript.SyntaxKind): boolean {
  const { SyntaxKind } = ts;
  return [
    SyntaxKind.PlusToken,
    SyntaxKind.MinusToken,
    SyntaxKind.AsteriskToken,
    SyntaxKind.AsteriskAsteriskToken,
    SyntaxKind.SlashToken,
    SyntaxKind.PercentToken,
    SyntaxKind.AmpersandToken,
    SyntaxKind.BarToken,
    SyntaxKind.CaretToken,
    SyntaxKind.LessThanLessThanToken,
    SyntaxKind.GreaterThanGreaterThanToken,
    SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
  ].includes(kind);
}

/** Whether an expression names something by an identifier. */
export function readsNames(ts: Ts, node: Node): boolean {
  return (
    ts.isIdentifier(node) || ts.forEachChild(node, (child) => readsNames(ts, child) || undefined) === true
  );
}
