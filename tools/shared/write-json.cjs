const { writeFileSync } = require('node:fs');
const { fromHere } = require('./from-here.cjs');

/** @param file as the user named it */
function writeJson(file, value) {
  writeFileSync(fromHere(file), `${JSON.stringify(value, undefined, 2)}\n`);
}

module.exports = { writeJson };
