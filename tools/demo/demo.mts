// Shows the main features in a small real Nx workspace: collect, edit, select, run read-only, report.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { TaskReport } from '@nx-testmon/engine';
import { shellEnvironment } from '../shared/child-environment.mts';
import { readJsonLines } from '../shared/read-json-lines.mts';

const repository = join(import.meta.dirname, '..', '..');
// The workspace is inside the repository, so that nx, Vitest and the built packages are found in the folder
// above.
const workspace = join(repository, '.demo');
const reportFile = join(repository, '.demo-report.jsonl');
const nx = join(repository, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
const nxBin = existsSync(nx) ? nx : join(repository, 'node_modules', 'nx', 'bin', 'nx.js');

function printTitle(text: string): void {
  console.log(`\n\u001b[1m${text}\u001b[0m`);
}

function fail(text: string, details = ''): never {
  console.error(`demo: ${text}\n${details}`);
  process.exit(1);
}

/** Runs nx in the workspace. Returns the report of each task. */
function runNx(...args: readonly string[]): readonly TaskReport[] {
  rmSync(reportFile, { force: true });
  console.log(`$ nx ${args.join(' ')}`);
  const env = {
    ...shellEnvironment(),
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    NX_TESTMON_REPORT_FILE: reportFile,
  };
  const run = spawnSync(process.execPath, [nxBin, ...args, '--outputStyle=static'], {
    cwd: workspace,
    env,
    encoding: 'utf8',
  });
  if (run.status !== 0) fail(`nx ended with ${run.status}`, run.stdout + run.stderr);
  return [...readJsonLines<TaskReport>(reportFile)].sort((a, b) => (a.project < b.project ? -1 : 1));
}

/** Prints the test files that the tasks selected, and compares them with the expected ones. */
function show(reports: readonly TaskReport[], expected: readonly string[]): void {
  const selected = reports.flatMap((report) => report.selected);
  const total = reports.reduce((sum, report) => sum + report.total, 0);
  const ids = new Set(reports.map((report) => report.execId));
  console.log(
    `  ${reports.length} tasks, ${ids.size} exec id, ${selected.length} of ${total} test files ran`,
  );
  for (const { file, reason } of selected) console.log(`    ${file}  (${reason})`);
  if (ids.size > 1) fail(`tasks of one command report ${ids.size} exec ids`);
  const files = selected.map(({ file }) => file).sort();
  if (JSON.stringify(files) !== JSON.stringify([...expected].sort()))
    fail(`expected ${expected.join(', ') || 'none'}`);
}

function edit(file: string, from: string, to: string): void {
  const path = join(workspace, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(from)) fail(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
}

/** Digests of all files below a folder, except in `.nx`, where Nx keeps its own cache. */
function hashFiles(folder: string, found: Record<string, string> = {}): Readonly<Record<string, string>> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && entry.name !== '.nx') hashFiles(path, found);
    else if (entry.isFile())
      found[relative(workspace, path)] = createHash('sha256').update(readFileSync(path)).digest('hex');
  }
  return found;
}

printTitle('A workspace of 6 projects with barrels and imports across projects');
rmSync(workspace, { recursive: true, force: true });
cpSync(join(import.meta.dirname, 'workspace'), workspace, { recursive: true });
renameSync(join(workspace, 'gitignore'), join(workspace, '.gitignore'));
console.log('$ npm install');
const install = spawnSync(
  'npm',
  ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'],
  {
    cwd: workspace,
    shell: true,
  },
);
if (install.status !== 0) fail('npm install failed', String(install.stderr));
const allTests = Object.keys(hashFiles(join(workspace, 'packages')))
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('.test.ts'));

printTitle('1. The first run knows nothing: it runs everything, and collects');
show(runNx('run-many', '-t', 'testmon', '--skipNxCache'), allTests);

printTitle('2. Nothing changed: nothing runs');
show(runNx('run-many', '-t', 'testmon', '--skipNxCache'), []);

printTitle('3. The body of one function changed: its tests run, in every project that reaches it');
edit('packages/money/src/add.ts', 'one.cents + other.cents', 'other.cents + one.cents');
show(runNx('run-many', '-t', 'testmon', '--skipNxCache'), [
  'packages/cart/src/total.test.ts',
  'packages/money/src/add.test.ts',
  'packages/shop/src/receipt.test.ts',
]);

printTitle('4. A comment changed: nothing runs');
edit('packages/text/src/capitalize.ts', 'First letter in upper case', 'Raises the first letter');
show(runNx('run-many', '-t', 'testmon', '--skipNxCache'), []);

printTitle(
  '5. --nocollect in parallel, with an edit in one branch of a condition: selects, runs, and changes not one byte',
);
edit('packages/text/src/truncate.ts', 'length - 1', '-1 + length');
const before = hashFiles(workspace);
// The test of the receipt also calls the function, but with names so short that this branch does not run.
show(runNx('run-many', '-t', 'testmon', '--parallel=6', '--nocollect', '--skipNxCache'), [
  'packages/labels/src/label.test.ts',
  'packages/text/src/truncate.test.ts',
]);
const after = hashFiles(workspace);
const changed = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
  (path) => before[path] !== after[path],
);
if (changed.length > 0) fail(`--nocollect changed ${changed.join(', ')}`);
console.log(`  ${Object.keys(after).length} files, all as they were`);

rmSync(reportFile, { force: true });
printTitle('6. The report: what was saved, what would run now, and the path from each change');
const cli = join(repository, 'packages', 'cli', 'dist', 'bin.js');
const report = spawnSync(process.execPath, [cli, 'report'], { cwd: workspace, encoding: 'utf8' });
if (report.status !== 0) fail('testmon report failed', report.stdout + report.stderr);
console.log(`$ testmon report\n  ${report.stdout.trim()}`);

printTitle(
  `Done. The workspace is in ${relative(process.cwd(), workspace) || '.'}: edit it, and run npx nx run-many -t testmon there.`,
);
