import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from '../syntax/compiler';
import { hasModifier } from '../syntax/syntax-parts';

type Node = TypeScript.Node;
type Kind = TypeScript.SyntaxKind;

/** Modifiers and decorators that the parser takes anywhere, where compilers take them in some places only. */
export function misplacedModifier(ts: Ts, node: Node): string | undefined {
  const kinds = modifiersOf(node).map(({ kind }) => kind);
  if (kinds.length === 0 || ts.isTypeParameterDeclaration(node)) return undefined;
  const allowed = allowedModifiers(ts, node);
  const other = kinds.find((kind) => !allowed.includes(kind));
  if (other !== undefined) return `'${ts.tokenToString(other) ?? '@'}' does not belong here.`;
  return areOutOfOrder(ts, node, kinds) ? 'Modifiers out of order.' : undefined;
}

/** Those too that have no place there, which the compiler's own functions leave out. */
function modifiersOf(node: Node): readonly TypeScript.ModifierLike[] {
  return (node as { modifiers?: readonly TypeScript.ModifierLike[] }).modifiers ?? [];
}

function allowedModifiers(ts: Ts, node: Node): readonly Kind[] {
  if (ts.isParameter(node)) return ofParameter(ts, node);
  if (ts.isObjectLiteralExpression(node.parent))
    return ts.isMethodDeclaration(node) ? [ts.SyntaxKind.AsyncKeyword] : [];
  if (ts.isClassElement(node)) return ofMember(ts, node);
  const own = ofDefinition(ts, node);
  return isTopLevel(ts, node) ? [...own, ...ofStatement(ts, node)] : own;
}

function accessibility({ SyntaxKind }: Ts): Kind[] {
  return [SyntaxKind.PublicKeyword, SyntaxKind.PrivateKeyword, SyntaxKind.ProtectedKeyword];
}

function ofParameter(ts: Ts, { parent }: TypeScript.ParameterDeclaration): Kind[] {
  const { Decorator, OverrideKeyword, ReadonlyKeyword } = ts.SyntaxKind;
  if (ts.isConstructorDeclaration(parent))
    return [Decorator, OverrideKeyword, ReadonlyKeyword, ...accessibility(ts)];
  return ts.isClassLike(parent.parent) ? [Decorator] : [];
}

function ofMember(ts: Ts, node: TypeScript.ClassElement): Kind[] {
  const { SyntaxKind } = ts;
  if (ts.isConstructorDeclaration(node)) return accessibility(ts);
  if (ts.isClassStaticBlockDeclaration(node)) return [];
  if (ts.isIndexSignatureDeclaration(node)) return [SyntaxKind.StaticKeyword, SyntaxKind.ReadonlyKeyword];
  const { AbstractKeyword, Decorator, OverrideKeyword, StaticKeyword } = SyntaxKind;
  const all = [AbstractKeyword, Decorator, OverrideKeyword, StaticKeyword, ...accessibility(ts)];
  if (ts.isMethodDeclaration(node)) return [...all, SyntaxKind.AsyncKeyword];
  if (!ts.isPropertyDeclaration(node)) return all;
  return [...all, SyntaxKind.AccessorKeyword, SyntaxKind.DeclareKeyword, SyntaxKind.ReadonlyKeyword];
}

/** What belongs to a function, a class or an enum wherever it stands. */
function ofDefinition(ts: Ts, node: Node): Kind[] {
  const { AbstractKeyword, AsyncKeyword, ConstKeyword, Decorator } = ts.SyntaxKind;
  if (ts.isClassLike(node)) return [AbstractKeyword, Decorator];
  if (ts.isFunctionLike(node)) return [AsyncKeyword];
  return ts.isEnumDeclaration(node) ? [ConstKeyword] : [];
}

function isTopLevel(ts: Ts, { parent }: Node): boolean {
  return ts.isSourceFile(parent) || ts.isModuleBlock(parent);
}

function ofStatement(ts: Ts, node: Node): Kind[] {
  const { DeclareKeyword, DefaultKeyword, ExportKeyword } = ts.SyntaxKind;
  if (ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node) || ts.isInterfaceDeclaration(node))
    return [DeclareKeyword, DefaultKeyword, ExportKeyword];
  if (ts.isImportEqualsDeclaration(node)) return [ExportKeyword];
  const isDeclaration =
    ts.isVariableStatement(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isTypeAliasDeclaration(node);
  return isDeclaration ? [DeclareKeyword, ExportKeyword] : [];
}

/** `async export`, `static static`. */
function areOutOfOrder(ts: Ts, node: Node, kinds: readonly Kind[]): boolean {
  const { ExportKeyword, DefaultKeyword, StaticKeyword, AsyncKeyword, AccessorKeyword, Decorator } =
    ts.SyntaxKind;
  const plain = kinds.filter((kind) => kind !== Decorator);
  if (new Set(plain).size < plain.length) return true;
  if (plain.includes(DefaultKeyword) && !hasModifier(ts, node, ExportKeyword)) return true;
  const order: readonly Kind[] = [
    ExportKeyword,
    DefaultKeyword,
    StaticKeyword,
    AccessorKeyword,
    AsyncKeyword,
  ];
  const ranks = plain.map((kind) => order.indexOf(kind)).filter((rank) => rank >= 0);
  return ranks.some((rank, index) => rank <= (ranks[index - 1] ?? -1));
}
