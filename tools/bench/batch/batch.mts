// Measures the cost of tasks with nothing to do: the processor time of `nx run-many -t testmon --nocollect`
// with nothing changed, with each task in its own process and with all tasks in one process (`--batch`).
// Compares it with an executor that does nothing, run in the same two ways under the same Nx, in turn.
// usage: npm run bench:batch -- [options]; --help lists them
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { childEnvironment } from '../../shared/child-environment.mts';
import { describeError, stop } from '../../shared/stop.mts';
import { writeJson } from '../../shared/write-json.mts';
import { writeWorkspace } from '../noop/write-workspace.mts';
import { runTimed, type TimedRun } from '../shared/cpu-time.mts';
import { renderSummary, summarise } from '../shared/summary.mts';
import { parseOptions } from './options.mts';

// The workspace is inside the repository, so that nx, Vitest and the built packages are found in the folder
// above.
const root = join(import.meta.dirname, '../../../.bench');
const nx = createRequire(import.meta.url)
  .resolve('nx/package.json')
  .replace('package.json', 'dist/bin/nx.js');

async function runNx(target: string, ...options: readonly string[]): Promise<TimedRun> {
  const args = ['run-many', '-t', target, '--skipNxCache', '--outputStyle=static', ...options];
  const env = childEnvironment({}, /^NX_TESTMON_/);
  const run = await runTimed([process.execPath, nx, ...args], { cwd: root, env });
  if (run.code !== 0) stop('bench', `nx ${args.join(' ')} ended with ${run.code}\n${run.output}`);
  return run;
}

/** The four commands that are compared. */
const commands = {
  emptyAlone: ['empty', '--batch=false'],
  emptyBatch: ['empty', '--batch'],
  noopAlone: ['testmon', '--nocollect', '--batch=false'],
  noopBatch: ['testmon', '--nocollect', '--batch'],
} as const;

type CommandName = keyof typeof commands;
const names = Object.keys(commands) as CommandName[];

/** Processor seconds of each command. */
type Round = Readonly<Record<CommandName, number>>;

async function measureRound(projects: number): Promise<Round> {
  const seconds = new Map<CommandName, number>();
  for (const name of names) {
    const [target, ...options] = commands[name];
    const run = await runNx(target, ...options);
    const idle = run.output.match(/testmon: 0 of \d+ test files? selected/g)?.length ?? 0;
    if (idle !== (target === 'testmon' ? projects : 0)) {
      stop(
        'bench',
        `${idle} of ${projects} tasks had nothing to do although nothing has changed:\n${run.output}`,
      );
    }
    const isBatch = /Running \d+ tasks with /.test(run.output);
    if (isBatch !== options.includes('--batch' as never))
      stop('bench', `not the command that was meant:\n${run.output}`);
    seconds.set(name, run.seconds);
  }
  return Object.fromEntries(seconds) as Round;
}

function renderRound(round: Round): string {
  return names.map((name) => `${name} ${round[name].toFixed(2)} s`).join(', ');
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('bench', parsed.problem);
  const { projects, rounds, json } = parsed.options;
  // Few test files, because the first run of all test files takes most of the time.
  writeWorkspace(root, { projects, layers: Math.min(projects, 4), testFiles: 2 });
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  spawnSync('git', ['init', '-q'], { cwd: root });
  spawnSync('git', ['add', '-A'], { cwd: root });
  await runNx('testmon', '--batch');
  // A warm-up round, which fills the caches and does not count.
  await measureRound(projects);
  const measured: Round[] = [];
  for (let number = 1; number <= rounds; number++) {
    const round = await measureRound(projects);
    measured.push(round);
    console.log(`  round ${number}: ${renderRound(round)}`);
  }
  const ratio = (one: CommandName, other: CommandName) =>
    renderSummary(summarise(measured.map((round) => round[one] / round[other])));
  console.log(`${projects} tasks with nothing changed, processor time:`);
  console.log(`  each in its process, times an empty executor: ${ratio('noopAlone', 'emptyAlone')}`);
  console.log(`  all in one process, times an empty executor: ${ratio('noopBatch', 'emptyBatch')}`);
  console.log(`  each in its process, times all in one: ${ratio('noopAlone', 'noopBatch')}`);
  if (json !== undefined) writeJson(json, { projects, rounds: measured });
}

main().catch((error: unknown) => stop('bench', describeError(error)));
