const { writeFileSync } = require('node:fs');
const { resolve } = require('node:path');

/** Relative paths start where npm was called. */
const fromHere = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

function writeJson(file, value) {
  writeFileSync(fromHere(file), `${JSON.stringify(value, undefined, 2)}\n`);
}

module.exports = { fromHere, writeJson };
