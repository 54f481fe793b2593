const { ts } = require('ts-morph');

/** One value of a JSON file changed, for each of its values. */
function findJsonEdits(file, text) {
  const source = ts.parseJsonText(file, text);
  const edits = [];
  const visit = (node) => {
    const replacement = changedValue(node);
    const isKey = ts.isPropertyAssignment(node.parent) && node.parent.name === node;
    if (replacement !== undefined && !isKey) {
      const from = node.getStart(source);
      const line = source.getLineAndCharacterOfPosition(from).line + 1;
      edits.push({ kind: 'changed-data', file, from, to: node.getEnd(), replacement, line });
    }
    ts.forEachChild(node, (child) => {
      child.parent = node;
      visit(child);
    });
  };
  source.statements.forEach(({ expression }) => {
    expression.parent = source;
    visit(expression);
  });
  return edits;
}

function changedValue(node) {
  if (ts.isNumericLiteral(node)) return String(Number(node.text) + 1);
  if (ts.isStringLiteral(node)) return JSON.stringify(`${node.text} changed`);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return 'false';
  if (node.kind === ts.SyntaxKind.FalseKeyword) return 'true';
  return undefined;
}

/** One line dropped, for each line that holds something. */
function findLineEdits(file, text) {
  let from = 0;
  return text.split('\n').flatMap((content, at) => {
    const start = from;
    from += content.length + 1;
    if (content.trim() === '') return [];
    return [
      {
        kind: 'changed-data',
        file,
        from: start,
        to: Math.min(from, text.length),
        replacement: '',
        line: at + 1,
      },
    ];
  });
}

/** All edits of one data file, in the form that source edits have. */
function findDataEdits(file, text) {
  return file.endsWith('.json') ? findJsonEdits(file, text) : findLineEdits(file, text);
}

module.exports = { findDataEdits };
