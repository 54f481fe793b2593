const { execFile } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { promisify } = require('node:util');

/**
 * Copies a workspace. Installed packages are hard links where the system has them: nothing writes to them.
 *
 * @param copy an empty folder
 */
async function copyWorkspace(workspace, copy) {
  for (const name of fs.readdirSync(workspace)) {
    const [from, to] = [join(workspace, name), join(copy, name)];
    const isLinked = name === 'node_modules' && (await linkAll(from, to));
    if (isLinked) continue;
    await fs.promises.cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  }
}

function linkAll(from, to) {
  return promisify(execFile)('cp', ['-al', from, to]).then(
    () => true,
    () => false,
  );
}

/** @returns the real path of a new folder */
function makeCopyFolder() {
  return fs.realpathSync(fs.mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-copy-')));
}

function removeCopy(copy) {
  fs.rmSync(copy, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

module.exports = { copyWorkspace, makeCopyFolder, removeCopy };
