import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sum } from '../shared/statistics.mts';
import { stop } from '../shared/stop.mts';
import type { FullRuns } from './full-runs.mts';
import type { OracleOptions } from './options.mts';
import { type Outcomes, readOutcomes } from './test-outcomes.mts';
import type { WorkspaceCommands } from './workspace-commands.mts';

/** Collects everything. Ends this process if no task reports. */
export async function collect(commands: WorkspaceCommands): Promise<void> {
  console.log('baseline: collecting');
  const { reports, stdout, stderr } = await commands.collect();
  if (reports.length > 0) return;
  stop('oracle', `no task reported; is nx-testmon installed and registered?\n${stdout}${stderr}`);
}

/**
 * Counts the test files that would run on another machine that has only the records. A record that can't be
 * read is rejected with all its results.
 */
async function countSelectedFromRecords(commands: WorkspaceCommands): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
  try {
    const environment = { NX_TESTMON_DATAFILE: join(folder, 'from-records.db') };
    const { reports } = await commands.collect({ environment });
    const selected = sum(reports.map((report) => report.selected.length));
    console.log(`baseline: selected with a database made of the records alone: ${selected}`);
    return selected;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The outcomes of a run without a mutant. */
export interface Baseline extends Outcomes {
  readonly selectedWithoutMutant: number;
  /** `undefined` if the results were collected before: their records may be elsewhere. */
  readonly selectedFromRecords: number | undefined;
}

/** Runs every test, then selects, before any file is changed. */
export async function runBaseline(
  commands: WorkspaceCommands,
  runs: FullRuns,
  { collected }: Pick<OracleOptions, 'collected'>,
): Promise<Baseline> {
  console.log('baseline: running every test');
  const run = await runs.runBaseline();
  const outcomes = readOutcomes(run);
  if (outcomes.testFiles.size === 0) stop('oracle', `no test file ran\n${run.stdout}${run.stderr}`);
  for (const name of [...outcomes.failing, ...outcomes.failedProjects]) {
    console.log(`baseline: left out, because it fails without a mutant: ${name}`);
  }
  const answers = [...(await commands.select()).values()];
  const selected = sum(answers.map((answer) => answer.selected.length));
  console.log(`baseline: ${outcomes.testFiles.size} test files, selected without a mutant: ${selected}`);
  const selectedFromRecords = collected ? undefined : await countSelectedFromRecords(commands);
  return { ...outcomes, selectedWithoutMutant: selected, selectedFromRecords };
}
