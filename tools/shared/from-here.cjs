const { resolve } = require('node:path');

/** Relative paths start where npm was called. @returns an absolute path */
const fromHere = (path) => resolve(process.env.INIT_CWD ?? process.cwd(), path);

module.exports = { fromHere };
