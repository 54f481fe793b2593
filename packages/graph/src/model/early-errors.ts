import type { ts as TypeScript } from 'ts-morph';
import type { Ts } from './compiler';
import { isErased } from './syntax-parts';
import { boundNames, type SourceNames } from './source-names';

type Node = TypeScript.Node;
type Binder = (sourceFile: TypeScript.SourceFile, options: TypeScript.CompilerOptions) => void;

/**
 * The first mistake that the parser lets pass and an engine does not: then the module fails to load as a
 * whole, whatever declaration the mistake is in. Finds what the compiler's binder finds (names declared
 * twice, strict mode) and jumps, exports and private names that lead nowhere; rarer ones pass.
 */
export function findEarlyError(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  names: SourceNames,
): string | undefined {
  return (
    bindingError(ts, sourceFile) ?? exportError(ts, sourceFile, names) ?? misplacedSyntax(ts, sourceFile)
  );
}

function bindingError(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  const { bindSourceFile } = ts as unknown as { bindSourceFile: Binder };
  bindSourceFile(sourceFile, { target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.ESNext });
  const { bindDiagnostics = [] } = sourceFile as { bindDiagnostics?: readonly TypeScript.Diagnostic[] };
  const first = bindDiagnostics.find(({ category }) => category === ts.DiagnosticCategory.Error);
  return first && ts.flattenDiagnosticMessageText(first.messageText, '\n');
}

function exportError(ts: Ts, sourceFile: TypeScript.SourceFile, names: SourceNames): string | undefined {
  const [duplicate] = names.duplicates;
  if (duplicate !== undefined) return `Duplicate export '${duplicate}'.`;
  const declared = topLevelNames(ts, sourceFile);
  for (const target of names.exports.values()) {
    if (target.kind === 'local' && !declared.has(target.name))
      return `Export '${target.name}' is not defined.`;
  }
  return undefined;
}

/** Names that the file declares for its whole scope, types among them. */
function topLevelNames(ts: Ts, sourceFile: TypeScript.SourceFile): Set<string> {
  const { locals = new Map<string, unknown>() } = sourceFile as { locals?: ReadonlyMap<string, unknown> };
  const names = new Set<string>(['default', 'export=']);
  for (const name of locals.keys()) names.add(ts.unescapeLeadingUnderscores(name as TypeScript.__String));
  return names;
}

interface Place {
  readonly inFunction: boolean;
  readonly inAsync: boolean;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
  readonly labels: readonly string[];
  readonly privateNames: readonly string[];
}

const outside: Place = {
  inFunction: false,
  inAsync: true,
  inLoop: false,
  inSwitch: false,
  labels: [],
  privateNames: [],
};

function misplacedSyntax(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  // A file that is no ES module may be wrapped in a function by its loader.
  const start = { ...outside, inFunction: !ts.isExternalModule(sourceFile) };
  const visit = (node: Node, place: Place): string | undefined => {
    if (isErased(ts, node)) return undefined;
    const problem = problemAt(ts, node, place);
    if (problem !== undefined) return problem;
    const inner = placeIn(ts, node, place);
    return ts.forEachChild(node, (child) => visit(child, inner));
  };
  return visit(sourceFile, start);
}

function problemAt(ts: Ts, node: Node, place: Place): string | undefined {
  if (ts.isReturnStatement(node) && !place.inFunction) return "'return' outside of a function.";
  if (ts.isAwaitExpression(node) && !place.inAsync) return "'await' in a function that is not async.";
  if (ts.isForOfStatement(node) && node.awaitModifier && !place.inAsync)
    return "'for await' in a function that is not async.";
  if (ts.isBreakOrContinueStatement(node)) {
    const isBreak = ts.isBreakStatement(node);
    const isPlaced = node.label
      ? place.labels.includes(node.label.text)
      : place.inLoop || (isBreak && place.inSwitch);
    if (!isPlaced) return `'${isBreak ? 'break' : 'continue'}' leads nowhere.`;
  }
  if (ts.isPrivateIdentifier(node) && !place.privateNames.includes(node.text))
    return `${node.text} is not declared.`;
  if (ts.isVariableDeclaration(node) && !node.initializer && needsInitializer(ts, node))
    return "'const' without a value.";
  if (ts.isBinaryExpression(node) && mixesLogic(ts, node))
    return "'??' mixed with '||' or '&&' without parentheses.";
  return ts.canHaveModifiers(node) && areOutOfOrder(ts, node) ? 'Modifiers out of order.' : undefined;
}

/** `async export`: the parser takes them in any order. */
function areOutOfOrder(ts: Ts, node: TypeScript.HasModifiers): boolean {
  const { ExportKeyword, DefaultKeyword, StaticKeyword, AsyncKeyword, AccessorKeyword } = ts.SyntaxKind;
  const order: readonly TypeScript.SyntaxKind[] = [
    ExportKeyword,
    DefaultKeyword,
    StaticKeyword,
    AccessorKeyword,
    AsyncKeyword,
  ];
  const ranks = (ts.getModifiers(node) ?? [])
    .map(({ kind }) => order.indexOf(kind))
    .filter((rank) => rank >= 0);
  return ranks.some((rank, index) => rank <= (ranks[index - 1] ?? -1));
}

function needsInitializer(ts: Ts, { parent, name }: TypeScript.VariableDeclaration): boolean {
  if (!ts.isVariableDeclarationList(parent) || !ts.isVariableStatement(parent.parent)) return false;
  return (
    !ts.isIdentifier(name) ||
    (parent.flags & ts.NodeFlags.Const) !== 0 ||
    (parent.flags & ts.NodeFlags.Using) !== 0
  );
}

function mixesLogic(ts: Ts, { operatorToken, left, right }: TypeScript.BinaryExpression): boolean {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  const isOther = (side: Node, kinds: readonly TypeScript.SyntaxKind[]) =>
    ts.isBinaryExpression(side) && kinds.includes(side.operatorToken.kind);
  const others =
    operatorToken.kind === QuestionQuestionToken
      ? [AmpersandAmpersandToken, BarBarToken]
      : [AmpersandAmpersandToken, BarBarToken].includes(operatorToken.kind)
        ? [QuestionQuestionToken]
        : [];
  return isOther(left, others) || isOther(right, others);
}

function placeIn(ts: Ts, node: Node, place: Place): Place {
  if (ts.isFunctionLike(node)) {
    const isAsync =
      ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
    return { ...outside, inFunction: true, inAsync: isAsync === true, privateNames: place.privateNames };
  }
  if (ts.isClassStaticBlockDeclaration(node) || ts.isPropertyDeclaration(node)) {
    return { ...outside, inAsync: false, privateNames: place.privateNames };
  }
  if (ts.isClassLike(node)) {
    const own = node.members.flatMap(({ name }) => (name && ts.isPrivateIdentifier(name) ? [name.text] : []));
    return { ...place, privateNames: [...place.privateNames, ...own] };
  }
  if (ts.isIterationStatement(node, false)) return { ...place, inLoop: true };
  if (ts.isSwitchStatement(node)) return { ...place, inSwitch: true };
  return ts.isLabeledStatement(node) ? { ...place, labels: [...place.labels, node.label.text] } : place;
}

/** Types in a JavaScript file belong to another language (Flow), which this parser only seems to understand. */
export function findForeignSyntax(ts: Ts, sourceFile: TypeScript.SourceFile): string | undefined {
  const isForeign = (node: Node): boolean =>
    (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    (ts.isImportClause(node) && node.phaseModifier === ts.SyntaxKind.TypeKeyword) ||
    ((ts.isImportSpecifier(node) || ts.isExportSpecifier(node) || ts.isExportDeclaration(node)) &&
      node.isTypeOnly) ||
    (ts.isExportAssignment(node) && node.isExportEquals === true);
  const visit = (node: Node): boolean =>
    isForeign(node) || ts.forEachChild(node, (child) => visit(child) || undefined) === true;
  return visit(sourceFile) ? 'Types in a JavaScript file.' : undefined;
}

/** Names a file declares by an import and again by a declaration: in JavaScript, it does not load. */
export function findImportClash(
  ts: Ts,
  sourceFile: TypeScript.SourceFile,
  names: SourceNames,
): string | undefined {
  for (const statement of sourceFile.statements) {
    const declared = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name))
      : ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
        ? [statement.name?.text ?? '']
        : [];
    const clash = declared.find((name) => names.bindings.has(name));
    if (clash !== undefined) return `'${clash}' is imported and declared.`;
  }
  return undefined;
}
