/** Runs ESLint with a fresh project graph. Without one, Nx's rule that guards the layers does nothing. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import devkit from '@nx/devkit';

const root = dirname(import.meta.dirname);
process.env['NX_DAEMON'] = 'false';

try {
  await devkit.createProjectGraphAsync();
  const paths = process.argv.slice(2);
  const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
  const args = ['--max-warnings=0', '--no-warn-ignored', ...(paths.length > 0 ? paths : ['.'])];
  const { status } = spawnSync(process.execPath, [eslint, ...args], { cwd: root, stdio: 'inherit' });
  process.exitCode = status ?? 2;
} catch (error) {
  console.error(`lint: ${(error as Error).stack}`);
  process.exitCode = 2;
}
