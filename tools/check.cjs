// Runs every check, the quick ones first, to the end even when one fails; then says which did.
const { spawnSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..');
const at = (path) => join(root, 'node_modules', path);
const vitest = (...args) => [at('vitest/vitest.mjs'), 'run', ...args];

const steps = {
  format: [at('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  lint: [join(root, 'tools/lint.mts')],
  boundaries: [join(root, 'tools/boundaries.mts')],
  types: [at('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  unit: vitest('--config', 'vitest.config.mts', '--project', 'unit'),
  integration: vitest('--config', 'vitest.config.mts', '--project', 'integration'),
  e2e: vitest('--config', 'e2e/vitest.config.mts'),
};

const failed = [];
for (const [name, args] of Object.entries(steps)) {
  console.log(`check: ${name}`);
  const started = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed.push(name);
  console.log(
    `check: ${name} ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - started) / 1000)} s`,
  );
}
console.log(failed.length === 0 ? 'check: all passed' : `check: failed: ${failed.join(', ')}`);
process.exit(failed.length === 0 ? 0 : 1);
