// Edits random programs at random, and checks that every test file whose outcome changes is selected (after
// RTSCheck, Zhu et al., "A framework for checking regression test selection tools", ICSE 2019).
// usage: npm run random-programs -- [options]; --help lists them
import { endRunning } from '../shared/running-processes.mts';
import { sum } from '../shared/statistics.mts';
import { describeError, stop } from '../shared/stop.mts';
import { writeJson } from '../shared/write-json.mts';
import { type CheckedEdit, checkPrograms } from './check-programs.mts';
import { parseOptions } from './options.mts';

process.on('exit', endRunning);
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('random-programs', parsed.problem);
  const { programs, rounds, batch, seed, json, timeLimitMs } = parsed.options;
  const started = performance.now();
  const checked: CheckedEdit[] = [];
  for (let from = 0; from < programs && performance.now() - started < timeLimitMs; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, programs - from) }, (_, index) => from + index);
    const found = await checkPrograms({ seed, programs: numbers, rounds });
    checked.push(...found);
    for (const one of found) if (one.missed.length > 0) console.log(describeMiss(one));
    console.log(
      `random-programs: ${from + numbers.length} of ${programs} programs; ${describeSums(checked)}`,
    );
    if (json !== undefined) writeJson(json, checked);
  }
  for (const line of renderKinds(checked)) console.log(line);
  process.exit(checked.every(({ missed }) => missed.length === 0) ? 0 : 1);
}

function describeMiss({ program, kind, missed, before = {}, after = {} }: CheckedEdit): string {
  const texts = (files: Readonly<Record<string, string>>): string =>
    Object.entries(files)
      .map(([path, text]) => `--- ${path}\n${text}`)
      .join('');
  return `MISSED: program ${program}, ${kind}: ${missed.join(', ')}\n${texts(before)}\nafter the edit:\n${texts(after)}`;
}

function describeSums(checked: readonly CheckedEdit[]): string {
  const of = (count: (one: CheckedEdit) => number): number => sum(checked.map(count));
  const share =
    (100 * of(({ selected }) => selected)) /
    Math.max(
      1,
      of(({ passed }) => passed),
    );
  const changed = of(({ changed: paths }) => paths.length);
  const missed = of(({ missed: paths }) => paths.length);
  return `${checked.length} edits, ${changed} test files with another outcome, ${missed} missed, ${share.toFixed(1)} % selected`;
}

function renderKinds(checked: readonly CheckedEdit[]): readonly string[] {
  const kinds = [...new Set(checked.map(({ kind }) => kind))].sort();
  return kinds.map((kind) => `${kind}: ${describeSums(checked.filter((one) => one.kind === kind))}`);
}

main().catch((error: unknown) => stop('random-programs', describeError(error)));
