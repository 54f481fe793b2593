// A stress test of one store: many processes at once, injected faults (kills, full disks, damage, wrong
// clocks), and malformed inputs. Everything is seeded, and each problem names the seed that reproduces it.
// usage: npm run stress -- [options]; --help lists them
import { describeError, stop } from '../shared/stop.mts';
import { writeJson } from '../shared/write-json.mts';
import { type ContentionNumbers, runContention } from './contention.mts';
import { fuzzTargets } from './fuzz-messages.mts';
import { parseOptions, type StressOptions } from './options.mts';
import { faultNames, runFault } from './run-faults.mts';
import { runFuzz } from './run-fuzz.mts';
import { killRunning } from './start-process.mts';

process.on('exit', killRunning);
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

/** All numbers and problems. The numbers of a part that did not run are absent. */
export interface StressReport {
  readonly options: StressOptions;
  readonly contention?: ContentionNumbers;
  readonly faults: Readonly<Record<string, { readonly times: number; readonly problems: number }>>;
  readonly fuzz: Readonly<
    Record<
      string,
      {
        readonly inputs: number;
        readonly refused: number;
        readonly slowestMs: number;
        readonly problems: number;
      }
    >
  >;
  readonly problems: readonly string[];
}

/** The numbers and problems of one part. */
type PartReport = Pick<StressReport, 'problems'> & Partial<StressReport>;

const secondsSince = (started: number): string => `${((performance.now() - started) / 1000).toFixed(1)} s`;

async function stressContention(options: StressOptions): Promise<PartReport> {
  const started = performance.now();
  const { problems, numbers } = await runContention(options);
  const { writers, readers, facts, kept, storeP50Ms, storeP99Ms, snapshots, busySnapshots } = numbers;
  console.log(
    `contention: ${writers} writers and ${readers} readers, ${facts} facts stored (${kept} of them after waiting)`,
  );
  console.log(
    `contention: storing one took ${storeP50Ms} ms in the median, ${storeP99Ms} ms at the 99th percentile`,
  );
  console.log(
    `contention: ${snapshots} snapshots read, ${busySnapshots} times too busy; ${secondsSince(started)}`,
  );
  return { problems, contention: numbers };
}

async function injectFaults(options: StressOptions): Promise<PartReport> {
  const faults: Record<string, StressReport['faults'][string]> = {};
  const all: string[] = [];
  for (const name of options.faults) {
    const started = performance.now();
    let done = 0;
    const problems = await runFault(name, options, () => {
      done++;
      if (process.stdout.isTTY) process.stdout.write(`\r${name}: ${done} of ${options.times}`);
    });
    if (process.stdout.isTTY) process.stdout.write('\r');
    faults[name] = { times: done, problems: problems.length };
    all.push(...problems);
    console.log(`${name}: ${done} times, ${problems.length} problems; ${secondsSince(started)}`);
  }
  return { problems: all, faults };
}

async function fuzzParsers(options: StressOptions): Promise<PartReport> {
  const { inputs } = options;
  const fuzz: Record<string, StressReport['fuzz'][string]> = {};
  const all: string[] = [];
  for (const name of fuzzTargets) {
    const started = performance.now();
    const { problems, slowestMs, refused } = await runFuzz(name, options);
    fuzz[name] = { inputs, refused, slowestMs, problems: problems.length };
    all.push(...problems);
    console.log(
      `fuzz ${name}: ${inputs} inputs, ${refused} refused, slowest ${slowestMs} ms; ${secondsSince(started)}`,
    );
  }
  return { problems: all, fuzz };
}

const runPart = { contention: stressContention, faults: injectFaults, fuzz: fuzzParsers };

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2), faultNames);
  if (!parsed.ok) return stop('stress', parsed.problem);
  const { options } = parsed;
  let report: StressReport = { options, faults: {}, fuzz: {}, problems: [] };
  for (const part of options.parts) {
    const found = await runPart[part](options);
    report = { ...report, ...found, problems: [...report.problems, ...found.problems] };
  }
  for (const problem of report.problems) console.error(`stress: ${problem}`);
  console.log(`stress: ${report.problems.length} problems`);
  if (options.json !== undefined) writeJson(options.json, report);
  process.exit(report.problems.length === 0 ? 0 : 1);
}

main().catch((error: unknown) => stop('stress', describeError(error)));
