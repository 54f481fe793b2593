/** JSON schema of one option, as Nx reads it. */
function schemaOf({ kind, choices, file, description }) {
  if (kind === 'flag') return { type: 'boolean', description };
  if (kind === 'choice') return { type: 'string', enum: choices, description };
  if (kind === 'names') {
    return { oneOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }], description };
  }
  const completion = file === undefined ? {} : { 'x-completion-type': 'file', 'x-completion-glob': file };
  return { type: 'string', description, ...completion };
}

/**
 * The executor's options by name, each flag followed by its opposite. No defaults: an option that Nx fills in
 * could not be told from one that the user gave.
 */
function schemaProperties(table) {
  const entries = table.flatMap((option) => {
    const own = [option.name, schemaOf(option)];
    if (option.opposite === undefined) return [own];
    const description = `The opposite of \`${option.name}\`, and what happens when neither is given.`;
    return [own, [option.opposite, { type: 'boolean', description }]];
  });
  return Object.fromEntries(entries);
}

/** Rows of the README's table. */
function optionRows(table, variableOf) {
  return [
    '| option | variable | meaning |',
    '|---|---|---|',
    ...table.map(({ name, kind, opposite, choices, description }) => {
      const also = kind === 'flag' ? ` (\`--no-${opposite ?? name}\`)` : '';
      const values = kind === 'choice' ? `${choices.map((one) => `\`${one}\``).join(' or ')}. ` : '';
      return `| \`${name}\`${also} | \`${variableOf(name)}\` | ${values}${description} |`;
    }),
  ];
}

const begin = '<!-- options: made by npm run options -->';
const end = '<!-- options end -->';

/** @throws Error when the README has no place for the table */
function replaceTable(readme, rows) {
  const [before, rest] = readme.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`README.md needs ${begin} and ${end}`);
  return `${before}${begin}\n\n${rows.join('\n')}\n\n${end}${after}`;
}

module.exports = { schemaProperties, optionRows, replaceTable };
