const { readFileSync } = require('node:fs');
const { extname, join } = require('node:path');
const { findConfigEdits } = require('./config-edits.cjs');
const { findDataEdits } = require('./data-edits.cjs');
const { takeRandom } = require('../shared/random.cjs');
const { findSourceEdits } = require('./source-edits.cjs');

function findEdits({ path, role }, text) {
  if (role === 'data') return findDataEdits(path, text);
  if (role === 'config') return findConfigEdits(path, text);
  const wholeFile = [
    { kind: 'deleted-file', file: path, line: 1 },
    { kind: 'renamed-file', file: path, line: 1 },
  ];
  const broken = role === 'setup' ? findConfigEdits(path, text) : [];
  return [...wholeFile, ...broken, ...findSourceEdits(path, text)];
}

/** The contents a mutant leaves, by path; `null` is no file. */
function changesOf(edit, text) {
  const { kind, file } = edit;
  if (kind === 'deleted-file') return { [file]: null };
  if (kind === 'renamed-file') {
    const extension = extname(file);
    return { [file]: null, [`${file.slice(0, -extension.length)}-renamed${extension}`]: text };
  }
  return { [file]: text.slice(0, edit.from) + edit.replacement + text.slice(edit.to) };
}

/**
 * Picks mutants: first a kind, each as likely as any other, then one of its places. No place is taken twice.
 *
 * @param files as `listWorkspaceFiles` gives them
 * @returns `{ kind, file, line, changes }`
 */
function planMutants({ workspace, files, kinds, count, random }) {
  const places = new Map(kinds.map((kind) => [kind, []]));
  const read = (path) => readFileSync(join(workspace, path), 'utf8');
  for (const file of files) {
    for (const edit of findEdits(file, read(file.path))) places.get(edit.kind)?.push(edit);
  }
  const mutants = [];
  while (mutants.length < count) {
    const open = kinds.filter((kind) => places.get(kind).length > 0);
    if (open.length === 0) break;
    const kind = open[Math.floor(random() * open.length)];
    const edit = takeRandom(places.get(kind), random);
    mutants.push({ kind, file: edit.file, line: edit.line, changes: changesOf(edit, read(edit.file)) });
  }
  return mutants;
}

module.exports = { planMutants };
