const { existsSync, readdirSync, rmdirSync, rmSync } = require('node:fs');
const { dirname, join } = require('node:path');

/** The files that the compiler or the bundler writes for a source: `a.js`, `a.d.ts` and their maps. */
const output = /^(?<name>.*?)(?:\.d\.(?<typed>[mc]?)ts|\.(?<plain>[mc]?)js)(?:\.map)?$/;

/**
 * Files that `bundle/bundle.mts` writes and removes: the page of the report, and the files that the entry
 * points of a package share.
 */
const bundled = /^(?:chunks[\\/]|page\.html$)/;

/** Sources that are not compiled. */
const uncompiled = /\.(?:test|testing)$/;

/**
 * Removes outputs of the compiler whose sources are gone. The compiler leaves them in `dist`, where tests and
 * packed packages would still find them.
 *
 * @param {string} folder of a package with `src` and `dist`
 * @returns {string[]} the removed files, relative to `dist`
 */
function removeStaleOutputs(folder) {
  const dist = join(folder, 'dist');
  if (!existsSync(dist)) return [];
  const entries = readdirSync(dist, { recursive: true, withFileTypes: true });
  // Node before 20.12 has no `parentPath`.
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const stale = files
    .map((file) => file.slice(dist.length + 1))
    .filter((path) => !bundled.test(path) && !isCompiled(join(folder, 'src'), path));
  for (const path of stale) rmSync(join(dist, path));
  for (const parent of new Set(stale.map((path) => dirname(join(dist, path))))) removeEmpty(parent, dist);
  return stale;
}

/**
 * @param {string} sources
 * @param {string} path
 */
function isCompiled(sources, path) {
  const { name, typed, plain = typed } = output.exec(path)?.groups ?? {};
  return name !== undefined && !uncompiled.test(name) && existsSync(join(sources, `${name}.${plain}ts`));
}

/**
 * @param {string} folder
 * @param {string} last
 */
function removeEmpty(folder, last) {
  if (folder === last || readdirSync(folder).length > 0) return;
  rmdirSync(folder);
  removeEmpty(dirname(folder), last);
}

module.exports = { removeStaleOutputs };
