const { parseArgs } = require('node:util');

/**
 * Parses the words after a script's name by `definitions` of node:util's `parseArgs`; `--help` is always known.
 * @param read makes the options of `{ values, positionals }`, and throws where one can't be
 * @returns `{ ok: true, options }`, or `{ ok: false, problem }` with what to print
 */
function readOptions({ argv, usage, definitions, allowPositionals = false }, read) {
  try {
    const options = { ...definitions, help: { type: 'boolean', default: false } };
    const parsed = parseArgs({ args: argv, options, allowPositionals });
    return parsed.values.help ? { ok: false, problem: usage } : { ok: true, options: read(parsed) };
  } catch (error) {
    return { ok: false, problem: `${error.message}\n\n${usage}` };
  }
}

/** The value of option `name`. @throws Error where it is no whole number of at least `least` */
function readNumber(name, text, least) {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new Error(`--${name} must be a whole number of at least ${least}`);
  return number;
}

/** Words between commas. @throws Error where there is none, or one that is not among `known`, if these are given */
function readList(name, text, known) {
  const list = text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  if (list.length === 0) throw new Error(`--${name}: name at least one`);
  const unknown = known ? list.filter((one) => !known.includes(one)) : [];
  if (unknown.length > 0) throw new Error(`--${name}: ${unknown.join(', ')} is none of ${known.join(', ')}`);
  return list;
}

/** The one folder that a command is about. @throws Error where it is not one */
function readFolder(positionals) {
  if (positionals.length !== 1) throw new Error('name one workspace folder');
  return positionals[0];
}

module.exports = { readOptions, readNumber, readList, readFolder };
