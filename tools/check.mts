/**
 * Runs every check, the quick ones first, to the end even when one fails; then reports which failed.
 *
 * usage: npm run check [-- --only a,b] [-- --skip a,b]
 */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const root = dirname(import.meta.dirname);
const tool = (name: string): string => join(root, 'tools', name);
const installed = (path: string): string => join(root, 'node_modules', path);
const vitest = (...args: readonly string[]): string[] => [installed('vitest/vitest.mjs'), 'run', ...args];

/** Arguments of `node`, by the name of the check. */
const checks: Readonly<Record<string, readonly string[]>> = {
  format: [installed('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  types: [installed('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  view: [installed('typescript/bin/tsc'), '-p', 'packages/report/view/tsconfig.json'],
  lint: [tool('lint.mts')],
  boundaries: [tool('boundaries.mts')],
  options: [tool('options/options.mts'), '--check'],
  unused: [installed('knip/bin/knip.js'), '--no-progress'],
  packages: [tool('check-packages.mts')],
  docs: [tool('site/site.mts')],
  unit: vitest('--config', 'vitest.config.mts', '--project', 'unit'),
  integration: vitest('--config', 'vitest.config.mts', '--project', 'integration'),
  e2e: vitest('--config', 'e2e/vitest.config.mts'),
};

function readNames(list: string | undefined): readonly string[] {
  const names = list?.split(',') ?? [];
  const unknown = names.find((name) => !(name in checks));
  if (unknown === undefined) return names;
  console.error(`check: unknown check ${unknown}; the checks are ${Object.keys(checks).join(', ')}`);
  process.exit(2);
}

const { values } = parseArgs({ options: { only: { type: 'string' }, skip: { type: 'string' } } });
const only = readNames(values.only);
const skip = readNames(values.skip);

const failed: string[] = [];
for (const [name, args] of Object.entries(checks)) {
  if (skip.includes(name) || (only.length > 0 && !only.includes(name))) continue;
  console.log(`check: ${name}`);
  const startedAt = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) failed.push(name);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`check: ${name} ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
}
console.log(failed.length === 0 ? 'check: all passed' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
