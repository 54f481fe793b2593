const { ts } = require('ts-morph');

const swapped = {
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

const has = (node, kind) => node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;

/** Types are gone before any test runs. */
function isOnlyTypes(node) {
  return (
    ts.isTypeNode(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isTypeParameterDeclaration(node) ||
    has(node, ts.SyntaxKind.DeclareKeyword)
  );
}

/** A text or number that names something, and so is no value: a property, a module, a directive. */
function isName(node) {
  const { parent } = node;
  return (
    parent.name === node ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isExternalModuleReference(parent) ||
    (ts.isExpressionStatement(parent) && ts.isStringLiteral(node)) ||
    ts.isLiteralTypeNode(parent) ||
    ts.isImportAttribute(parent)
  );
}

function changedConstant(node) {
  if (ts.isNumericLiteral(node)) return String(Number(node.text) + 1);
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) {
    return JSON.stringify(`${node.text} changed`);
  }
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'false';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'true';
  return undefined;
}

function isSuperCall(statement) {
  const { expression } = statement;
  return ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword;
}

/** Exchanges each statement or member of a class with the next one, where that may mean something. */
function moves(node, add) {
  const list = node.statements ?? (ts.isClassLike(node) ? node.members : []);
  const isHoisted = (one) => ts.isFunctionDeclaration(one) || isOnlyTypes(one);
  for (const [index, next] of list.slice(1).entries()) {
    const one = list[index];
    if (isHoisted(one) && isHoisted(next)) continue;
    const text = node.getSourceFile().text;
    const between = text.slice(one.getEnd(), next.getStart());
    add('moved-statement', one.getStart(), next.getEnd(), next.getText() + between + one.getText());
  }
}

/** Calls `add(kind, from, to, replacement)` for every edit of this node itself. */
function editsOfNode(node, add) {
  const whole = (kind, target, replacement) => add(kind, target.getStart(), target.getEnd(), replacement);
  const condition = ts.isIfStatement(node)
    ? node.expression
    : ts.isConditionalExpression(node)
      ? node.condition
      : undefined;
  if (condition) whole('negated-condition', condition, `!(${condition.getText()})`);

  if (ts.isReturnStatement(node) && node.expression && node.expression.getText() !== 'undefined') {
    whole('changed-return', node, 'return undefined;');
  }
  if (ts.isArrowFunction(node) && !ts.isBlock(node.body))
    whole('changed-return', node.body, '(undefined as any)');

  if (ts.isBinaryExpression(node)) {
    const other = swapped[node.operatorToken.getText()];
    if (other !== undefined) whole('swapped-operator', node.operatorToken, other);
  }
  if (ts.isThrowStatement(node) || (ts.isExpressionStatement(node) && !isSuperCall(node))) {
    const isDirective = ts.isExpressionStatement(node) && ts.isStringLiteral(node.expression);
    if (!isDirective) whole('deleted-statement', node, ';');
  }
  const constant = isName(node) ? undefined : changedConstant(node);
  if (constant !== undefined && !ts.isTaggedTemplateExpression(node.parent)) {
    whole('changed-constant', node, constant);
  }
  if (ts.isPropertyDeclaration(node) && node.initializer) {
    whole('changed-class-field', node.initializer, '(undefined as any)');
  }
  if (ts.isExportDeclaration(node) && !node.isTypeOnly) {
    whole(node.moduleSpecifier ? 'barrel-edit' : 'changed-export', node, '');
  }
  moves(node, add);
  editsOfExport(node, add);
}

/** Drops `export`, or renames what is exported and leaves its users with the old name. */
function editsOfExport(node, add) {
  const modifier = node.modifiers?.find(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (modifier === undefined || has(node, ts.SyntaxKind.DefaultKeyword)) return;
  add('changed-export', modifier.getStart(), modifier.getEnd() + 1, '');
  const declared = ts.isVariableStatement(node) ? node.declarationList.declarations[0] : node;
  if (declared?.name && ts.isIdentifier(declared.name)) {
    add('changed-export', declared.name.getStart(), declared.name.getEnd(), `${declared.name.text}Changed`);
  }
}

/**
 * All edits of one source file that change what it does, by its syntax.
 *
 * @returns `{ kind, file, from, to, replacement, line }`; `from` and `to` are offsets, lines count from 1
 */
function findSourceEdits(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const isTyped = /\.[cm]?tsx?$/.test(file);
  const edits = [];
  const add = (kind, from, to, replacement) => {
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
  const visit = (node) => {
    if (isOnlyTypes(node)) return;
    editsOfNode(node, add);
    ts.forEachChild(node, visit);
  };
  moves(source, add);
  ts.forEachChild(source, visit);
  return edits;
}

module.exports = { findSourceEdits };
