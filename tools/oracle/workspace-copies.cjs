const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/**
 * Copies a workspace. Installed packages are hard links where the system has them: nothing writes to them.
 *
 * @returns the real path of the copy
 */
function copyWorkspace(workspace) {
  const copy = fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-copy-')));
  for (const name of fs.readdirSync(workspace)) {
    const [from, to] = [join(workspace, name), join(copy, name)];
    if (name === 'node_modules' && spawnSync('cp', ['-al', from, to]).status === 0) continue;
    fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
  return copy;
}

function removeCopy(copy) {
  fs.rmSync(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

module.exports = { copyWorkspace, removeCopy };
