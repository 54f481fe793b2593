// Installs what is missing, so that the README's commands work in a fresh clone. Runs on any Node.
const { spawnSync } = require('node:child_process');
const { existsSync, statSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..');
const installed = join(root, 'node_modules', '.package-lock.json');
const lockfile = join(root, 'package-lock.json');

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(lockfile).mtimeMs) {
  console.log('setup: installing dependencies with npm ci');
  const { status } = spawnSync('npm', ['ci'], { cwd: root, stdio: 'inherit', shell: true });
  if (status !== 0) {
    console.error('setup: npm ci failed; see its message above, then run the command again');
    process.exit(2);
  }
}
