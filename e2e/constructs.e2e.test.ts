import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runProcess, shellEnvironment } from './harness/child-process';
import { usualNxVersion } from './harness/nx-versions';
import { runNx, transcript } from './harness/run-nx';
import { copyFixture, type TestWorkspace } from './harness/workspace';

/** Others may be tried: `ORACLE_SEED=2 ORACLE_MUTANTS=300 npm run oracle:constructs`. */
const seed = process.env['ORACLE_SEED'] ?? '1';
const mutants = Number(process.env['ORACLE_MUTANTS'] ?? 150);

/** In seconds. What is not tried by then fails the test, with a line that says so. */
const timeLimit = process.env['ORACLE_TIME_LIMIT'];

interface OracleResult {
  readonly baseline: { readonly failing: readonly string[]; readonly selectedWithoutMutant: number };
  readonly summary: {
    readonly mutants: number;
    readonly killed: number;
    readonly kinds: readonly { readonly kind: string; readonly killed: number; readonly missed: number }[];
  };
}

let workspace: TestWorkspace;

beforeAll(async () => {
  workspace = await copyFixture(usualNxVersion, 'constructs', ['happy-dom@21.0.4', '@types/node@22.20.5']);
  const built = await runNx(workspace, ['run-many', '-t', 'build']);
  expect(built.code, transcript(built)).toBe(0);
});
afterAll(() => workspace?.close());

test('of every construct, no random mutant fails a test file that is not selected', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-oracle-'));
  const json = join(folder, 'result.json');
  const words = [
    ...['--direct', '--copies', '2', '--mutants', String(mutants), '--seed', seed, '--json', json],
    ...(timeLimit === undefined ? [] : ['--time-limit', timeLimit]),
  ];
  const script = resolve(__dirname, '../tools/oracle/oracle.cjs');
  const run = await runProcess(process.execPath, [script, workspace.root, ...words], {
    cwd: workspace.root,
    env: shellEnvironment(),
    onOutput: (text) => process.stdout.write(text),
  });
  expect(run.code, transcript(run)).toBe(0);

  const { baseline, summary } = JSON.parse(readFileSync(json, 'utf8')) as OracleResult;
  rmSync(folder, { recursive: true });
  expect(baseline).toMatchObject({ failing: [], selectedWithoutMutant: 0 });
  expect(summary.mutants).toBe(mutants);
  expect(summary.killed).toBeGreaterThan(mutants / 2);
  expect(summary.kinds.map(({ kind }) => kind)).toHaveLength(12);
  expect(summary.kinds.filter(({ missed }) => missed > 0)).toEqual([]);
  expect(summary.kinds.filter(({ killed }) => killed === 0)).toEqual([]);
}, 3_600_000);
