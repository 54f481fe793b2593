// Measures how early a failure is visible. Runs mutants of a workspace one at a time. For each mutant that
// some, but not all, of the selected test files notice, compares the place of the first failing test file
// with its place in other orders.
// usage: npm run bench:order -- [options]; --help lists them
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { MutantKind } from '../../oracle/mutant.mts';
import { planMutants } from '../../oracle/plan-mutants.mts';
import { listWorkspaceFiles } from '../../oracle/workspace-files.mts';
import { seededRandom } from '../../shared/random.mts';
import { mean } from '../../shared/statistics.mts';
import { describeError, stop } from '../../shared/stop.mts';
import { writeJson } from '../../shared/write-json.mts';
import {
  compareOrders,
  type NoticedMutant,
  type OrderedFile,
  type OrderResult,
  placeByChance,
} from './compare-orders.mts';
import { MutatedWorkspace } from './mutated-workspace.mts';
import { type OrderOptions, parseOptions } from './options.mts';

const root = join(import.meta.dirname, '../../../.bench');
const fixture = join(import.meta.dirname, '../../../e2e/fixtures/constructs');
/** Edits of code that tests notice. */
const kinds: readonly MutantKind[] = [
  'negated-condition',
  'changed-return',
  'swapped-operator',
  'deleted-statement',
  'changed-constant',
];

/** All measurements. */
export interface OrderDocument {
  /** Number of mutants that were run. */
  readonly tried: number;
  /** Mean number of selected test files. */
  readonly selected: number;
  /** The mean place of the first failing test file in a random order. */
  readonly byChance: number;
  readonly results: readonly OrderResult[];
  readonly mutants: readonly {
    readonly files: readonly OrderedFile[];
    readonly failing: readonly string[];
  }[];
}

async function runProject(
  workspace: MutatedWorkspace,
  project: string,
  { mutants: count, seed }: OrderOptions,
): Promise<{ readonly tried: number; readonly noticed: readonly NoticedMutant[] }> {
  const testFiles = await workspace.collect(project);
  const isOwn = (path: string) => path.startsWith(`libs/${project}/`);
  const files = listWorkspaceFiles(root, isOwn, new Set());
  const mutants = planMutants({ workspace: root, files, kinds, count, random: seededRandom(seed) });
  const noticed: NoticedMutant[] = [];
  for (const mutant of mutants) noticed.push(...[(await workspace.runMutant(project, mutant)) ?? []].flat());
  console.log(
    `${project}: ${testFiles} test files, ${mutants.length} mutants, ${noticed.length} of them count`,
  );
  return { tried: mutants.length, noticed };
}

function renderResult({ order, place, times }: OrderResult): string {
  const columns = times.map(
    ({ workers, firstFailureMs, totalMs }) =>
      `${workers} workers: ${firstFailureMs.toFixed(0)} of ${totalMs.toFixed(0)} ms`,
  );
  return `  ${order}: place ${place.toFixed(2)}; first failure with ${columns.join(', ')}`;
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('bench', parsed.problem);
  const { options } = parsed;
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  const workspace = new MutatedWorkspace(root, fixture);
  let tried = 0;
  const noticed: NoticedMutant[] = [];
  for (const project of options.projects) {
    const result = await runProject(workspace, project, options);
    tried += result.tried;
    noticed.push(...result.noticed);
  }
  if (noticed.length === 0)
    stop('bench', 'there is no mutant that some of the selected test files notice, and some do not');
  const results = compareOrders(noticed);
  const selected = mean(noticed.map(({ files }) => files.length));
  const byChance = placeByChance(noticed);
  console.log(
    `${noticed.length} of ${tried} mutants count; ${selected.toFixed(1)} test files are selected, and the first failing one is at place ${byChance.toFixed(2)} by chance`,
  );
  for (const result of results) console.log(renderResult(result));
  const mutants = noticed.map(({ files, failing }) => ({ files, failing: [...failing] }));
  const document: OrderDocument = { tried, selected, byChance, results, mutants };
  if (options.json !== undefined) writeJson(options.json, document);
}

main().catch((error: unknown) => stop('bench', describeError(error)));
