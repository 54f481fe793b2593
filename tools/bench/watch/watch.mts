// Measures the time from a save until `testmon watch` starts the first test, and the time that Vitest alone
// takes to start it, in turn. The test loads only three modules, so that the result does not depend on how
// fast Vitest loads modules.
// usage: npm run bench:watch -- [options]; --help lists them
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { childEnvironment } from '../../shared/child-environment.mts';
import { findTestmon } from '../../shared/find-program.mts';
import { describeError, stop } from '../../shared/stop.mts';
import { writeJson } from '../../shared/write-json.mts';
import { writeWorkspace } from '../noop/write-workspace.mts';
import { renderSummary, summarise } from '../shared/summary.mts';
import { parseOptions } from './options.mts';
import { WatchedRounds } from './watched-rounds.mts';

// The workspace is inside the repository, so that nx, Vitest and the built packages are found in the folder
// above.
const root = join(import.meta.dirname, '../../../.bench');
const script = findTestmon();
const vitest = createRequire(import.meta.url)
  .resolve('vitest/package.json')
  .replace('package.json', 'vitest.mjs');
/**
 * A test writes this file when it starts. The file is outside the workspace, because `testmon watch` watches
 * the files of the workspace.
 */
const log = join(mkdtempSync(join(tmpdir(), 'testmon-bench-')), 'started');
/** Longer than `testmon watch` takes to read the projects again in the background after a round. */
const pauseMs = 8000;

const env = childEnvironment({}, /^NX_TESTMON_/);

/** The measurements after one save, in ms. */
interface Round {
  readonly watch: number;
  readonly vitest: number;
}

/** Writes a test that records when it starts. */
function writeStartingTest(project: string): void {
  writeFileSync(
    join(root, project, 'src/f81.test.ts'),
    `import { writeFileSync } from 'node:fs';
import { f81 } from './f81';
test('starts', () => {
  writeFileSync(${JSON.stringify(log)}, String(Date.now()));
  expect(f81(3)).toBeGreaterThan(0);
});
`,
  );
}

const startedAt = () => Number(readFileSync(log, 'utf8'));

async function measureRound(watch: WatchedRounds, project: string, number: number): Promise<Round> {
  const file = join(root, project, 'src/f81.ts');
  const text = readFileSync(file, 'utf8').replace(/sum \+ one, n.*\);/, `sum + one, n + ${number});`);
  await setTimeout(pauseMs);
  const savedAt = Date.now();
  writeFileSync(file, text);
  const { cause, outcome, selected } = await watch.next();
  if (cause !== 'change' || outcome !== 'passed' || selected !== 1)
    throw new Error(`not the round that was meant: ${cause}, ${outcome}, ${selected} test files`);
  const watched = startedAt() - savedAt;
  await setTimeout(pauseMs);
  const beganAt = Date.now();
  spawnSync(process.execPath, [vitest, 'run', 'src/f81.test.ts'], { cwd: join(root, project), env });
  return { watch: watched, vitest: startedAt() - beganAt };
}

/** Runs `testmon watch` in a new workspace. Few projects have tests, because the first round takes most of the time. */
async function measure(projects: number, rounds: number): Promise<Round[]> {
  writeWorkspace(root, { projects, layers: Math.min(projects, 4), testFiles: 2 });
  for (let at = 0; at < projects - 3; at++) rmSync(join(root, `packages/p${at}/vitest.config.mts`));
  spawnSync('git', ['init', '-q'], { cwd: root });
  const project = `packages/p${projects - 1}`;
  writeStartingTest(project);
  const watch = new WatchedRounds(script, { cwd: root, env });
  try {
    const first = await watch.next();
    console.log(`first round: ${first.selected} test files in ${(first.durationMs / 1000).toFixed(1)} s`);
    // A warm-up round, which fills the caches and does not count.
    await measureRound(watch, project, 1);
    const measured: Round[] = [];
    for (let number = 2; number < rounds + 2; number++) {
      const round = await measureRound(watch, project, number);
      measured.push(round);
      console.log(`  save to first test ${round.watch} ms, Vitest alone ${round.vitest} ms`);
    }
    return measured;
  } finally {
    await watch.close();
    rmSync(root, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('bench', parsed.problem);
  const { projects, rounds, json } = parsed.options;
  const measured = await measure(projects, rounds);
  const ms = (of: keyof Round) => renderSummary(summarise(measured.map((round) => round[of])), 0);
  console.log(
    `${projects * 86} modules: save to first test ${ms('watch')} ms, Vitest alone ${ms('vitest')} ms`,
  );
  if (json !== undefined) writeJson(json, { modules: projects * 86, rounds: measured });
}

main().catch((error: unknown) => stop('bench', describeError(error)));
