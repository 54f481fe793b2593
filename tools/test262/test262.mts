// Runs the language tests of tc39/test262, or generated programs, without probes and with them. Probes must
// not change what code does.
// usage: npm run test262 -- <checkout> [options]; --help lists them
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { endChildrenOnExit } from '../shared/running-processes.mts';
import { describeError, stop } from '../shared/stop.mts';
import { writeJson } from '../shared/write-json.mts';
import { compareScenarios, type Difference, type Test262Report } from './compare-scenarios.mts';
import { parseOptions, type Test262Options } from './options.mts';
import { writePrograms } from './programs/write-programs.mts';
import { modes } from './scenario.mts';

endChildrenOnExit();

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('test262', parsed.problem);
  const { options } = parsed;
  const report = await compareAll(options);
  for (const line of renderReport(report)) console.log(line);
  if (options.json !== undefined) writeJson(options.json, report);
  process.exit(report.differences.length + report.lost.length === 0 ? 0 : 1);
}

async function compareAll({ source, ...options }: Test262Options): Promise<Test262Report> {
  const compare = (checkout: string): Promise<Test262Report> =>
    compareScenarios({ ...options, checkout, onDifference: printDifference, onTestFile: showProgress });
  if (source.kind === 'checkout') return compare(source.folder);
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-programs-'));
  process.on('exit', () => rmSync(folder, { recursive: true }));
  writePrograms(folder, source);
  return compare(folder);
}

/** Printed immediately, because the whole comparison takes long. */
function printDifference({ file, mode, plain, probed }: Difference): void {
  console.log(`test262: ${file} (${mode})\n    plainly ${plain}\n    with probes ${probed}`);
}

function showProgress(done: number, all: number): void {
  if (!process.stdout.isTTY) return;
  process.stdout.write(`\r${done} of ${all} test files`);
  if (done === all) process.stdout.write('\r');
}

function renderReport({ files, numbers, differences, lost }: Test262Report): readonly string[] {
  return [
    ...lost.map(({ file, reason }) => `test262: ${file}: ${reason}`),
    ...modes.flatMap((mode) => {
      const one = numbers[mode];
      if (one === undefined) return [];
      const { scenarios, passed, withProbes, differences: count } = one;
      return `${mode}: ${scenarios} scenarios, ${passed} pass plainly, ${withProbes} have probes, ${count} differ`;
    }),
    `test262: ${files} test files, ${differences.length} differences, ${lost.length} without all results`,
  ];
}

main().catch((error: unknown) => stop('test262', describeError(error)));
