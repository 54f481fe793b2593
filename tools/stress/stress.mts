// Puts one store under more than a day's trouble: many processes at once, kills, full disks, damage, and inputs
// that nobody would write. Everything is seeded; each problem names what makes it again.
// usage: npm run stress -- [options]; --help lists them
import { writeJson } from '../shared/write-json.mts';
import { runContention } from './contention.mts';
import { fuzzTargets, runFuzz } from './run-fuzz.mts';
import { parseOptions } from './options.mts';
import { faultNames, runFault } from './run-faults.mts';
import { killRunning } from './start-process.mts';

process.on('exit', killRunning);
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

const seconds = (started) => `${((performance.now() - started) / 1000).toFixed(1)} s`;

async function main() {
  const parsed = parseOptions(process.argv.slice(2), faultNames);
  if (!parsed.ok) {
    console.error(parsed.problem);
    return 2;
  }
  const { options } = parsed;
  const report = { options, contention: undefined, faults: {}, fuzz: {}, problems: [] };
  if (options.parts.includes('contention')) await contend(options, report);
  if (options.parts.includes('faults')) await makeFaults(options, report);
  if (options.parts.includes('fuzz')) await fuzz(options, report);
  for (const problem of report.problems) console.error(`stress: ${problem}`);
  console.log(`stress: ${report.problems.length} problems`);
  if (options.json) writeJson(options.json, report);
  return report.problems.length === 0 ? 0 : 1;
}

async function contend(options, report) {
  const started = performance.now();
  const { problems, numbers } = await runContention(options);
  report.contention = numbers;
  report.problems.push(...problems);
  const { writers, readers, facts, kept, storeP50Ms, storeP99Ms, snapshots, busySnapshots } = numbers;
  console.log(
    `contention: ${writers} writers and ${readers} readers, ${facts} facts stored (${kept} after waiting aside)`,
  );
  console.log(
    `contention: storing one took ${storeP50Ms} ms in the median, ${storeP99Ms} ms at the 99th percentile`,
  );
  console.log(
    `contention: ${snapshots} snapshots read, ${busySnapshots} times too busy; ${seconds(started)}`,
  );
}

async function makeFaults(options, report) {
  for (const name of options.faults) {
    const started = performance.now();
    let done = 0;
    const problems = await runFault(name, options, () => {
      done++;
      if (process.stdout.isTTY) process.stdout.write(`\r${name}: ${done} of ${options.times}`);
    });
    if (process.stdout.isTTY) process.stdout.write('\r');
    report.faults[name] = { times: done, problems: problems.length };
    report.problems.push(...problems);
    console.log(`${name}: ${done} times, ${problems.length} problems; ${seconds(started)}`);
  }
}

async function fuzz(options, report) {
  for (const name of fuzzTargets) {
    const started = performance.now();
    const { problems, slowestMs, refused } = await runFuzz(name, options);
    report.fuzz[name] = { inputs: options.inputs, refused, slowestMs, problems: problems.length };
    report.problems.push(...problems);
    console.log(
      `fuzz ${name}: ${options.inputs} inputs, ${refused} refused, slowest ${slowestMs} ms; ${seconds(started)}`,
    );
  }
}

main().then((code) => process.exit(code));
