/**
 * Runs every check, even after a failure, then reports which checks failed. The quick checks run first, as
 * many at once as there are cores. The test checks start processes of their own, so they run one at a time.
 *
 * usage: npm run check [-- --only a,b] [-- --skip a,b]
 */
import { spawn, spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const root = dirname(import.meta.dirname);
const tool = (name: string): string => join(root, 'tools', name);
const installed = (path: string): string => join(root, 'node_modules', path);
const vitest = (...args: readonly string[]): string[] => [installed('vitest/vitest.mjs'), 'run', ...args];

/** Arguments of `node`, by the name of the check. */
const quickChecks: Readonly<Record<string, readonly string[]>> = {
  // First, because it takes longest.
  lint: [tool('lint.mts')],
  format: [installed('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  types: [installed('typescript/bin/tsc'), '-p', 'tsconfig.json'],
  packages: [tool('check-packages.mts')],
  docs: [tool('site/site.mts')],
  boundaries: [tool('boundaries.mts')],
  view: [installed('typescript/bin/tsc'), '-p', 'packages/report/view/tsconfig.json'],
  unused: [installed('knip/bin/knip.js'), '--no-progress'],
  options: [tool('options/options.mts'), '--check'],
};
const testChecks: Readonly<Record<string, readonly string[]>> = {
  unit: vitest('--config', 'vitest.config.mts', '--project', 'unit'),
  integration: vitest('--config', 'vitest.config.mts', '--project', 'integration'),
  e2e: vitest('--config', 'e2e/vitest.config.mts'),
};

function readNames(list: string | undefined): readonly string[] {
  const names = list?.split(',') ?? [];
  const known = Object.keys({ ...quickChecks, ...testChecks });
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  console.error(`check: unknown check ${unknown}; the checks are ${known.join(', ')}`);
  process.exit(2);
}

const { values } = parseArgs({ options: { only: { type: 'string' }, skip: { type: 'string' } } });
const only = readNames(values.only);
const skip = readNames(values.skip);

const isChosen = ([name]: readonly [string, unknown]): boolean =>
  !skip.includes(name) && (only.length === 0 || only.includes(name));

const failed: string[] = [];
function report(name: string, status: number | null, startedAt: number): void {
  if (status !== 0) failed.push(name);
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  console.log(`check: ${name} ${status === 0 ? 'passed' : 'FAILED'} in ${seconds} s`);
}

/** Prints the whole output of a check when it ends, so that the outputs of parallel checks are not mixed. */
async function runQuietly([name, args]: readonly [string, readonly string[]]): Promise<void> {
  console.log(`check: ${name}`);
  const startedAt = Date.now();
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject).on('close', resolve);
  });
  process.stdout.write(Buffer.concat(output));
  report(name, status, startedAt);
}

const waiting = Object.entries(quickChecks).filter(isChosen);
async function runWaiting(): Promise<void> {
  for (let next = waiting.shift(); next; next = waiting.shift()) await runQuietly(next);
}
await Promise.all(Array.from({ length: availableParallelism() }, runWaiting));

for (const [name, args] of Object.entries(testChecks).filter(isChosen)) {
  console.log(`check: ${name}`);
  const startedAt = Date.now();
  const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
  report(name, status, startedAt);
}
console.log(failed.length === 0 ? 'check: all passed' : `check: failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
