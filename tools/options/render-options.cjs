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
 * The executor's options by name, each flag followed by its other names. No defaults: an option that Nx fills in
 * could not be told from one that the user gave.
 */
function schemaProperties(table) {
  const entries = table.flatMap((option) => {
    const { name, opposite, alias } = option;
    const own = [name, schemaOf(option)];
    const other = `The opposite of \`${name}\`, and what happens when neither is given.`;
    const same = `The same as \`${name}\`, for \`--no-${alias}\`.`;
    return [
      own,
      ...(opposite === undefined ? [] : [[opposite, { type: 'boolean', description: other }]]),
      ...(alias === undefined ? [] : [[alias, { type: 'boolean', description: same }]]),
    ];
  });
  return Object.fromEntries(entries);
}

/** `a`, `b` or `c`. */
function listOf(choices) {
  const quoted = choices.map((one) => `\`${one}\``);
  return `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}

/** Rows of the README's table. */
function optionRows(table, variableOf) {
  return [
    '| option | variable | meaning |',
    '|---|---|---|',
    ...table.map(({ name, kind, opposite, alias, choices, description }) => {
      const also = kind === 'flag' ? ` (\`--no-${alias ?? opposite ?? name}\`)` : '';
      const values = kind === 'choice' ? `${listOf(choices)}. ` : '';
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
