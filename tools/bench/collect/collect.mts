// Measures the cost of collecting: compares the processor time (user and system, whole process tree) of a
// collecting run and of `vitest run`, with the same configuration on the same machine, in turn, with warm
// caches unless `--cold` is given. Every test runs in both.
// usage: npm run bench:collect -- <Nx workspace> --projects a,b [options]; --help lists them
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Project, Workspace } from '@nx-testmon/core';
import type { TaskReport } from '@nx-testmon/engine';
import { childEnvironment } from '../../shared/child-environment.mts';
import { resolveFromCaller } from '../../shared/resolve-from-caller.mts';
import { describeError, stop } from '../../shared/stop.mts';
import { writeJson } from '../../shared/write-json.mts';
import { runTimed, type TimedRun } from '../shared/cpu-time.mts';
import { readWorkspace } from '../shared/read-workspace.mts';
import { renderSummary, summarise, type Summary } from '../shared/summary.mts';
import type { CollectRequest, CollectResult } from './collect-task.mts';
import { type BenchSource, parseOptions } from './options.mts';
import { writeSmallModules } from './write-small-modules.mts';

// The workspace is inside the repository, so that Vitest is found in the folder above.
const generatedRoot = join(import.meta.dirname, '../../../.bench');

/** Setup that the runs of all projects share. */
interface BenchSetup {
  readonly workspace: Workspace;
  readonly runnerArguments: readonly string[];
  /** Whether each run starts without the facts and caches of earlier runs. */
  readonly isCold: boolean;
  /** Folder for temporary files. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

interface CollectingRun extends TimedRun, CollectResult {
  /** Processor seconds of the test runner and its children. */
  readonly runner: number;
  readonly outcome: TaskReport['outcome'];
}

/** The two commands of one project. */
interface BenchCommands {
  plain(): Promise<TimedRun>;
  collecting(): Promise<CollectingRun>;
}

/** The result of one round. Times are processor seconds. */
interface Round {
  readonly plain: number;
  readonly collecting: number;
  readonly before: number;
  readonly runner: number;
  readonly after: number;
  readonly testFiles: number;
  readonly stored: string;
  /** Whether all tests passed. */
  readonly passes: boolean;
}

interface ProjectResult {
  readonly project: string;
  readonly rounds: readonly Round[];
  readonly ratio: Summary;
  readonly runnerRatio: Summary;
  readonly plainSeconds: Summary;
  readonly beforeSeconds: Summary;
  readonly runnerSeconds: Summary;
  readonly afterSeconds: Summary;
}

function vitestScript(projectRoot: string): string {
  const manifest = createRequire(join(projectRoot, 'package.json')).resolve('vitest/package.json');
  return join(dirname(manifest), 'vitest.mjs');
}

function commandsOf(project: Project, setup: BenchSetup): BenchCommands {
  const { workspace, runnerArguments, isCold, folder, env } = setup;
  const root = join(workspace.root, project.root);
  const requestFile = join(folder, `${project.name.replace(/\W/g, '-')}.json`);
  const request: CollectRequest = { workspace, project: project.name, runnerArguments };
  writeFileSync(requestFile, JSON.stringify(request));
  const vitest = [process.execPath, vitestScript(root), 'run', ...runnerArguments];
  const task = [process.execPath, join(import.meta.dirname, 'collect-task.mts'), requestFile];
  return {
    plain() {
      if (isCold) removeCaches(workspace.root);
      return runTimed(vitest, { cwd: root, env });
    },
    async collecting() {
      if (isCold) removeCaches(workspace.root);
      const run = await runTimed(task, { cwd: root, env });
      const last = run.output.split('\n').findLast((line) => line.startsWith('bench: '));
      if (last === undefined) {
        return stop('bench', `the collecting run of ${project.name} ended early:\n${run.output}`);
      }
      const result = JSON.parse(last.slice('bench: '.length)) as CollectResult;
      return { ...run, ...result, runner: run.seconds - result.before - result.after };
    },
  };
}

/**
 * Removes everything that nx-testmon and Vitest keep in a workspace: facts, models, code with probes,
 * compiled and transformed code.
 */
function removeCaches(root: string): void {
  for (const kept of ['.testmon', 'node_modules/.cache/nx-testmon', 'node_modules/.vitest-cache'])
    rmSync(join(root, kept), { recursive: true, force: true });
}

async function measureRound(commands: BenchCommands): Promise<Round> {
  const plain = await commands.plain();
  const collecting = await commands.collecting();
  if (plain.code !== collecting.code) {
    const codes = `${plain.code} and ${collecting.code}`;
    stop('bench', `the two runs end differently: ${codes}\n${plain.output}\n${collecting.output}`);
  }
  const { seconds, before, after, runner, total } = collecting;
  return {
    plain: plain.seconds,
    collecting: seconds,
    before,
    runner,
    after,
    testFiles: total,
    passes: plain.code === 0,
    stored: /(\d+) facts? stored/.exec(collecting.output)?.[1] ?? '0',
  };
}

async function measure(project: Project, setup: BenchSetup, rounds: number): Promise<ProjectResult> {
  const commands = commandsOf(project, setup);
  // Two warm-up rounds: the first fills the caches, the second runs with warm ones.
  await measureRound(commands);
  const warm = await measureRound(commands);
  console.log(`${project.name}: ${warm.testFiles} test files, ${warm.stored} facts stored`);
  if (!warm.passes) console.log('  tests fail in both runs: is something to be built or installed first?');
  const measured: Round[] = [];
  for (let round = 1; round <= rounds; round++) {
    const one = await measureRound(commands);
    measured.push(one);
    const times = `plain ${one.plain.toFixed(2)} s, collecting ${one.collecting.toFixed(2)} s`;
    console.log(`  round ${round}: ${times}, ratio ${(one.collecting / one.plain).toFixed(3)}`);
  }
  const of = (read: (round: Round) => number): Summary => summarise(measured.map(read));
  return {
    project: project.name,
    rounds: measured,
    ratio: of((one) => one.collecting / one.plain),
    runnerRatio: of((one) => one.runner / one.plain),
    plainSeconds: of((one) => one.plain),
    beforeSeconds: of((one) => one.before),
    runnerSeconds: of((one) => one.runner),
    afterSeconds: of((one) => one.after),
  };
}

function render(result: ProjectResult): string {
  const { project, ratio, runnerRatio, plainSeconds, beforeSeconds, runnerSeconds, afterSeconds } = result;
  return [
    `${project}: collecting takes ${renderSummary(ratio, 3)} times the processor time of vitest run`,
    `  vitest run             ${renderSummary(plainSeconds)} s`,
    `  before the runner      ${renderSummary(beforeSeconds)} s`,
    `  the runner, collecting ${renderSummary(runnerSeconds)} s, ratio ${renderSummary(runnerRatio, 3)}`,
    `  after the runner       ${renderSummary(afterSeconds)} s`,
  ].join('\n');
}

/** Returns the workspace, and the names of the projects whose tests run. */
async function openSource(
  source: BenchSource,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ readonly workspace: Workspace; readonly names: readonly string[] }> {
  if (source.kind === 'workspace') {
    const root = realpathSync(resolveFromCaller(source.folder));
    return { workspace: await readWorkspace(root, { folder, env }), names: source.projects };
  }
  const workspace = writeSmallModules(generatedRoot, source.count);
  return { workspace, names: workspace.projects.map(({ name }) => name) };
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('bench', parsed.problem);
  const { source, isCold, runnerArguments, rounds, json } = parsed.options;
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const env = childEnvironment({}, /^NX_TESTMON_/);
  const { workspace, names } = await openSource(source, folder, env);
  const results: ProjectResult[] = [];
  for (const name of names) {
    const project = workspace.projects.find((one) => one.name === name);
    if (!project) {
      const known = workspace.projects.map((one) => one.name).join(', ');
      return stop('bench', `there is no project ${name}; the projects are ${known}`);
    }
    results.push(await measure(project, { workspace, runnerArguments, isCold, folder, env }, rounds));
  }
  console.log(`\n${results.map(render).join('\n')}`);
  if (json !== undefined) writeJson(json, { node: process.version, results });
}

main().catch((error: unknown) => stop('bench', describeError(error)));
