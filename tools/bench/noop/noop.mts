// Measures the cost of a task with nothing to do: the processor time of
// `nx run <project>:testmon --nocollect` with nothing changed. Compares it with `nx run <project>:empty`, an
// executor that does nothing, under the same Nx, in turn.
// usage: npm run bench:noop -- [options]; --help lists them
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { childEnvironment } from '../../shared/child-environment.mts';
import { describeError, stop } from '../../shared/stop.mts';
import { writeJson } from '../../shared/write-json.mts';
import { runTimed, type TimedRun } from '../shared/cpu-time.mts';
import { renderSummary, summarise } from '../shared/summary.mts';
import { parseOptions } from './options.mts';
import { writeWorkspace } from './write-workspace.mts';

// The workspace is inside the repository, so that nx, Vitest and the built packages are found in the folder
// above.
const root = join(import.meta.dirname, '../../../.bench');
const nx = createRequire(import.meta.url)
  .resolve('nx/package.json')
  .replace('package.json', 'dist/bin/nx.js');

async function runNx(task: string, ...options: readonly string[]): Promise<TimedRun> {
  const command = [process.execPath, nx, 'run', task, '--skipNxCache', '--outputStyle=static', ...options];
  const run = await runTimed(command, { cwd: root, env: childEnvironment({}, /^NX_TESTMON_/) });
  if (run.code !== 0) stop('bench', `nx run ${task} ended with ${run.code}\n${run.output}`);
  return run;
}

/** Processor seconds of one round, and their ratio. */
interface Round {
  readonly empty: number;
  readonly noop: number;
  readonly ratio: number;
}

async function measureRound(project: string): Promise<Round> {
  const empty = await runNx(`${project}:empty`);
  const noop = await runNx(`${project}:testmon`, '--nocollect');
  if (!/testmon: 0 of \d+ test files? selected/.test(noop.output)) {
    stop('bench', `test files were selected although nothing has changed:\n${noop.output}`);
  }
  return { empty: empty.seconds, noop: noop.seconds, ratio: noop.seconds / empty.seconds };
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('bench', parsed.problem);
  const { projects, layers, rounds, json } = parsed.options;
  writeWorkspace(root, { projects, layers });
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  spawnSync('git', ['init', '-q'], { cwd: root });
  spawnSync('git', ['add', '-A'], { cwd: root });
  const project = `@bench/p${projects - 1}`;
  const first = await runNx(`${project}:testmon`);
  console.log(/^testmon: .*$/m.exec(first.output)?.[0] ?? '');
  // A warm-up round, which fills the caches and does not count.
  await measureRound(project);
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await measureRound(project);
    measured.push(one);
    const times = `empty ${one.empty.toFixed(2)} s, nothing changed ${one.noop.toFixed(2)} s`;
    console.log(`  round ${round}: ${times}, ratio ${one.ratio.toFixed(2)}`);
  }
  const ratio = renderSummary(summarise(measured.map((one) => one.ratio)));
  console.log(
    `${projects * 100} files in ${layers} layers: a task with nothing changed takes ${ratio} times the processor time of an empty one`,
  );
  if (json !== undefined) writeJson(json, { files: projects * 100, layers, rounds: measured });
}

main().catch((error: unknown) => stop('bench', describeError(error)));
