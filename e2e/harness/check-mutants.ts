import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect } from 'vitest';
import { kinds, type MutantKind } from '../../tools/oracle/mutant.mts';
import { TemporaryFolder } from '../../tools/testing/temporary-folder';
import { runProcess, shellEnvironment } from './child-process';
import { transcript } from './run-nx';
import type { TestWorkspace } from './workspace';

/** `ORACLE_SEED=2 ORACLE_MUTANTS=300 npm run oracle:constructs` uses another seed and more mutants. */
const seed = Number(process.env['ORACLE_SEED'] ?? 1);

/** `ORACLE_KINDS=changed-data` uses only these kinds of mutants. */
const only = process.env['ORACLE_KINDS'];

/** `ORACLE_COLLECT=1` also runs the selected test files of each mutant that fails a test. */
const collectMutants = process.env['ORACLE_COLLECT'] === '1';

/** In seconds. If mutants are left untried, the test fails and the output contains their number. */
const timeLimit = process.env['ORACLE_TIME_LIMIT'];

interface OracleResult {
  readonly baseline: {
    readonly failing: readonly string[];
    readonly selectedWithoutMutant: number;
    readonly selectedFromRecords: number;
  };
  readonly summary: {
    readonly mutants: number;
    readonly killed: number;
    readonly kinds: readonly { readonly kind: string; readonly killed: number; readonly missed: number }[];
  };
}

/** What one run of the oracle is asked for. */
interface OracleRequest {
  readonly mutants: number;
  readonly seed: number;
  /** All kinds if absent. */
  readonly kinds: readonly string[] | undefined;
}

/** With so many mutants of a kind, chance hardly explains that none of them fails a test. */
const mutantsOfKind = 25;

/**
 * Runs the oracle on two copies of a workspace. Expects that no failing test file is missed and that every
 * kind of mutant fails a test. Kinds of which none of the few mutants does are tried once more, with more of them.
 *
 * @param harmless kinds that have no mutant in the workspace, or none that fails a test
 */
export async function checkMutants(
  workspace: TestWorkspace,
  harmless: readonly MutantKind[] = [],
): Promise<void> {
  const mutants = Number(process.env['ORACLE_MUTANTS'] ?? 150);
  const chosen = only?.split(',');
  const killed = await runOracle(workspace, { mutants, seed, kinds: chosen });
  const isHarmless = (kind: string) => harmless.some((one) => one === kind);
  const left = (chosen ?? kinds).filter((kind) => !isHarmless(kind) && !killed.includes(kind));
  if (left.length === 0) return;
  const more = { mutants: left.length * mutantsOfKind, seed: seed + 1, kinds: left };
  expect(await runOracle(workspace, more)).toEqual(expect.arrayContaining(left));
}

/**
 * Runs the oracle, and expects that it misses no test file and that enough mutants fail a test.
 *
 * @returns the kinds of which a mutant fails a test
 */
async function runOracle(
  workspace: TestWorkspace,
  { mutants, seed: firstSeed, kinds: chosen }: OracleRequest,
): Promise<readonly string[]> {
  using folder = new TemporaryFolder();
  const json = folder.path('result.json');
  const args = [
    ...[
      '--direct',
      '--copies',
      '2',
      '--mutants',
      String(mutants),
      '--seed',
      String(firstSeed),
      '--json',
      json,
    ],
    ...(chosen === undefined ? [] : ['--kinds', chosen.join(',')]),
    ...(timeLimit === undefined ? [] : ['--time-limit', timeLimit]),
    ...(collectMutants ? ['--collect-mutants'] : []),
  ];
  const script = resolve(__dirname, '../../tools/oracle/oracle.mts');
  const run = await runProcess(process.execPath, [script, workspace.root, ...args], {
    cwd: workspace.root,
    env: shellEnvironment(),
    onOutput: (text) => process.stdout.write(text),
  });
  expect(run.code, transcript(run)).toBe(0);

  const { baseline, summary } = JSON.parse(readFileSync(json, 'utf8')) as OracleResult;
  expect(baseline).toMatchObject({ failing: [], selectedWithoutMutant: 0, selectedFromRecords: 0 });
  expect(summary.mutants).toBe(mutants);
  expect(summary.killed).toBeGreaterThan(chosen === undefined ? mutants / 2 : 0);
  expect(summary.kinds.filter(({ missed }) => missed > 0)).toEqual([]);
  return summary.kinds.filter((one) => one.killed > 0).map(({ kind }) => kind);
}
