const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { buildWorkspace } = require('../../../packages/core/dist');
const { runTimed } = require('./cpu-time.cjs');

/**
 * The projects of a workspace, as its own Nx lists them.
 *
 * @param root absolute
 * @param folder for the file that Nx writes
 */
async function readWorkspace(root, { folder, env }) {
  const file = join(folder, 'graph.json');
  const nx = join(root, 'node_modules/.bin/nx');
  const { code, output } = await runTimed([nx, 'graph', `--file=${file}`], { cwd: root, env });
  if (!existsSync(file)) throw new Error(`nx graph ended with ${code}\n${output}`);
  const { nodes, dependencies } = JSON.parse(readFileSync(file, 'utf8')).graph;
  const roots = Object.entries(nodes).map(([name, { data }]) => [name, data.root]);
  return buildWorkspace(root, Object.fromEntries(roots), dependencies);
}

module.exports = { readWorkspace };
