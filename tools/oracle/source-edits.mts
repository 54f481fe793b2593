import { ts } from 'ts-morph';
import { changedLiteral } from './changed-literal.mts';
import { findFunctionTextEdits } from './function-text-edits.mts';
import type { MutantKind, TextEdit } from './mutant.mts';
import type { WorkspaceScan } from './scan-workspace.mts';

const swapped: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
  '&&': '||',
  '||': '&&',
  '===': '!==',
  '!==': '===',
  '==': '!=',
  '!=': '==',
};

/** Adds an edit of a part of the text. */
type AddEdit = (kind: MutantKind, from: number, to: number, replacement: string) => void;

const modifiersOf = (node: ts.Node): readonly ts.ModifierLike[] =>
  ts.canHaveModifiers(node) || ts.canHaveDecorators(node) ? (node.modifiers ?? []) : [];

const findModifier = (node: ts.Node, kind: ts.SyntaxKind): ts.ModifierLike | undefined =>
  modifiersOf(node).find((modifier) => modifier.kind === kind);

/** Whether a node is only a type, which is removed before tests run. */
function isOnlyTypes(node: ts.Node): boolean {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    findModifier(node, ts.SyntaxKind.DeclareKeyword) !== undefined
  );
}

/** Whether a literal is a name and not a value: of a property, of a module, or a directive. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  return (
    (parent as { readonly name?: ts.Node }).name === node ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    (ts.isExpressionStatement(parent) && ts.isStringLiteral(node)) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isImportAttribute(parent)
  );
}

function isSuperCall({ expression }: ts.ExpressionStatement): boolean {
  return ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** The statements of a block or module, or the members of a class. */
function statementsOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isClassLike(node)) return node.members;
  const hasStatements =
    ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
  return hasStatements ? node.statements : [];
}

/**
 * Adds edits that swap each statement or class member with the next one, unless both are function
 * declarations or types.
 */
function addMoves(node: ts.Node, add: AddEdit): void {
  const list = statementsOf(node);
  const isHoisted = (one: ts.Node): boolean => ts.isFunctionDeclaration(one) || isOnlyTypes(one);
  for (const [index, next] of list.slice(1).entries()) {
    const one = list[index];
    if (one === undefined || (isHoisted(one) && isHoisted(next))) continue;
    const text = node.getSourceFile().text;
    const between = text.slice(one.getEnd(), next.getStart());
    add('moved-statement', one.getStart(), next.getEnd(), next.getText() + between + one.getText());
  }
}

/** Errors that compilers report wherever they occur, even in a body that is never executed. */
const earlyErrors = [
  'class Oracle { constructor() {} constructor() {} }',
  'let oracle; let oracle;',
  'for (const oracle = 1 of []) {}',
  '({ __proto__: null, "__proto__": null });',
  'class Oracle { #a; #a; }',
  'async (oracle = await 1) => oracle;',
  'var oracle; { let oracle; var oracle; }',
];

/** Adds an edit that inserts such an error at the start of a function body. */
function addEarlyError(node: ts.Node, add: AddEdit): void {
  if (!ts.isFunctionLike(node)) return;
  const { body } = node as { readonly body?: ts.Node };
  if (body === undefined || !ts.isBlock(body)) return;
  const at = body.getStart() + 1;
  add('early-error', at, at, ` ${earlyErrors[at % earlyErrors.length]} `);
}

/** Adds an edit that makes the specifier of an import, of any kind, unresolvable. */
function addUnresolvable(node: ts.Node, add: AddEdit): void {
  const specifier = specifierOf(node);
  if (specifier === undefined || !ts.isStringLiteral(specifier)) return;
  const at = specifier.getEnd() - 1;
  add('unresolvable-import', at, at, '-gone');
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node)) return node.importClause?.isTypeOnly ? undefined : node.moduleSpecifier;
  if (ts.isExportDeclaration(node)) return node.isTypeOnly ? undefined : node.moduleSpecifier;
  if (!ts.isCallExpression(node)) return undefined;
  const { expression } = node;
  const imports =
    expression.kind === ts.SyntaxKind.ImportKeyword ||
    (ts.isIdentifier(expression) && expression.text === 'require');
  return imports ? node.arguments[0] : undefined;
}

/** Adds an edit that changes a value, but keeps its length. It keeps the size and the date of the file. */
function addOfEqualLength(node: ts.Node, add: AddEdit): void {
  if (isName(node) || !(ts.isNumericLiteral(node) || ts.isStringLiteral(node))) return;
  const text = node.getText();
  const index = text.search(/[0-9a-z]/i);
  const char = text[index];
  if (char === undefined || /^0./.test(text)) return;
  const other = /[0-8]/.test(char) ? String(Number(char) + 1) : char === '9' ? '8' : char === 'q' ? 'p' : 'q';
  add('kept-date', node.getStart() + index, node.getStart() + index + 1, other);
}

/** Adds every edit of the node itself. */
function addEdits(node: ts.Node, add: AddEdit): void {
  const replace = (kind: MutantKind, target: ts.Node, replacement: string): void =>
    add(kind, target.getStart(), target.getEnd(), replacement);
  const condition = ts.isIfStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node)
      ? node.condition
      : undefined;
  if (condition) replace('negated-condition', condition, `!(${condition.getText()})`);

  if (ts.isReturnStatement(node) && node.expression && node.expression.getText() !== 'undefined') {
    replace('changed-return', node, 'return undefined;');
  }
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
    replace('changed-return', node.body, '(undefined as any)');

  if (ts.isBinaryExpression(node)) {
    const other = swapped[node.operatorToken.getText()];
    if (other !== undefined) replace('swapped-operator', node.operatorToken, other);
  }
  if (ts.isThrowStatement(node) || (ts.isExpressionStatement(node) && !isSuperCall(node))) {
    const isDirective = ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
    if (!isDirective) replace('deleted-statement', node, ';');
  }
  const constant = isName(node) ? undefined : changedLiteral(node);
  if (constant !== undefined && !ts.isTaggedTemplateExpression(node.parent)) {
    replace('changed-constant', node, constant);
  }
  if (ts.isPropertyDeclaration(node) && node.initializer) {
    replace('changed-class-field', node.initializer, '(undefined as any)');
  }
  if (ts.isExportDeclaration(node) && !node.isTypeOnly) {
    replace(node.moduleSpecifier ? 'barrel-edit' : 'changed-export', node, '');
  }
  addMoves(node, add);
  addExportEdits(node, add);
  addUnresolvable(node, add);
  addEarlyError(node, add);
  addOfEqualLength(node, add);
}

/** Adds edits that remove `export`, or that rename an exported declaration without its uses. */
function addExportEdits(node: ts.Node, add: AddEdit): void {
  const modifier = findModifier(node, ts.SyntaxKind.ExportKeyword);
  if (modifier === undefined || findModifier(node, ts.SyntaxKind.DefaultKeyword) !== undefined) return;
  add('changed-export', modifier.getStart(), modifier.getEnd() + 1, '');
  const declared = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : node;
  const { name } = declared as { readonly name?: ts.Node };
  if (name && ts.isIdentifier(name)) {
    add('changed-export', name.getStart(), name.getEnd(), `${name.text}Changed`);
  }
}

/** All edits of one source file that change what it does, or the text of a function that is read. */
export function findSourceEdits(file: string, text: string, scan: WorkspaceScan): readonly TextEdit[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const isTyped = /\.[cm]?tsx?$/.test(file);
  const edits: TextEdit[] = [];
  const add: AddEdit = (kind, from, to, replacement) => {
    const line = source.getLineAndCharacterOfPosition(from).line + 1;
    edits.push({
      kind,
      file,
      from,
      to,
      replacement: isTyped ? replacement : replacement.replace('(undefined as any)', 'undefined'),
      line,
    });
  };
  const visit = (node: ts.Node): void => {
    if (isOnlyTypes(node)) return;
    addEdits(node, add);
    ts.forEachChild(node, visit);
  };
  addMoves(source, add);
  ts.forEachChild(source, visit);
  return [...edits, ...findFunctionTextEdits(file, source, scan)];
}
