// Runs ESLint with a fresh project graph: without one, the Nx rule that guards the layers does nothing.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..');
process.env.NX_DAEMON = 'false';

async function main() {
  await require('@nx/devkit').createProjectGraphAsync();
  const paths = process.argv.slice(2);
  const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
  const args = ['--max-warnings=0', '--no-warn-ignored', ...(paths.length > 0 ? paths : ['.'])];
  const { status } = spawnSync(process.execPath, [eslint, ...args], { cwd: root, stdio: 'inherit' });
  process.exit(status ?? 2);
}

main().catch((error) => {
  console.error(`lint: ${error.stack}`);
  process.exit(2);
});
