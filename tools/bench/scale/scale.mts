// Measures selecting and merging in a large generated workspace of 20,000 modules and 5,000 test files. On
// request, pytest-testmon's own code selects from the same graph in the same run.
// usage: npm run bench:scale -- [options]; --help lists them
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { resolveFromCaller } from '../../shared/resolve-from-caller.mts';
import { describeError, stop } from '../../shared/stop.mts';
import { writeJson } from '../../shared/write-json.mts';
import { runTimed } from '../shared/cpu-time.mts';
import { summarise, type Summary } from '../shared/summary.mts';
import { type EditName, editNames, edits, generateFacts, type WorkspaceShape } from './generated-facts.mts';
import type { MergeResult } from './merge-facts.mts';
import { parseOptions, type ScaleOptions } from './options.mts';
import type { MemoryUse } from './print-result.mts';

const FUNCTIONS_OF_MODULE = 10;

/** The measured selections after one edit. */
interface MeasuredSelection extends MemoryUse {
  readonly selected: number;
  readonly seconds: Summary;
}

type MeasuredSelections = Readonly<Record<EditName, MeasuredSelection>>;

/** The result of nx-testmon. */
interface OwnResult {
  readonly merge: MergeResult & MemoryUse;
  readonly selections: MeasuredSelections;
}

/** The result of pytest-testmon. */
interface PeerResult {
  readonly build: { readonly seconds: number };
  readonly selections: MeasuredSelections;
}

interface ScaleResult {
  readonly shape: WorkspaceShape;
  readonly ours: OwnResult;
  readonly theirs: PeerResult | undefined;
}

/** All measurements. */
export interface ScaleDocument {
  readonly results: readonly ScaleResult[];
}

/**
 * Runs one step in a process of its own.
 *
 * @returns the parsed last line of its output
 */
async function runStep<Result>(
  command: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<Result> {
  const { code, output } = await runTimed(command, { cwd: import.meta.dirname, env });
  if (code !== 0) throw new Error(`${command.slice(0, 2).join(' ')} ended with ${code}\n${output}`);
  return JSON.parse(output.trim().split('\n').at(-1) ?? '') as Result;
}

/** @param commandOf returns the command for an edit */
async function measureSelections(
  rounds: number,
  commandOf: (edit: EditName) => readonly string[],
  env?: NodeJS.ProcessEnv,
): Promise<MeasuredSelections> {
  const selections: Partial<Record<EditName, MeasuredSelection>> = {};
  for (const edit of editNames) {
    const results: (MemoryUse & { readonly selected: number; readonly seconds: number })[] = [];
    for (let round = 0; round < rounds; round++) results.push(await runStep(commandOf(edit), env));
    selections[edit] = {
      selected: results[0]?.selected ?? 0,
      seconds: summarise(results.map(({ seconds }) => seconds)),
      megabytes: Math.max(...results.map(({ megabytes }) => megabytes)),
    };
  }
  return selections as MeasuredSelections;
}

const megabytesOf = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function measureOurs(shape: WorkspaceShape, rounds: number, folder: string): Promise<OwnResult> {
  const database = join(folder, `testmon-${shape.edges}.db`);
  const commandOf = (script: string): readonly string[] => [
    process.execPath,
    join(import.meta.dirname, script),
    JSON.stringify(shape),
    database,
  ];
  const merge = await runStep<MergeResult & MemoryUse>(commandOf('merge-facts.mts'));
  console.log(
    `nx-testmon: ${merge.edges} edges in ${merge.records} records merged: ${merge.all.toFixed(1)} s in all, ` +
      `${merge.last.toFixed(2)} s the last, ${merge.megabytes.toFixed(0)} MB of memory; ` +
      `the database has ${megabytesOf(merge.databaseBytes)}`,
  );
  const selections = await measureSelections(rounds, (edit) => [...commandOf('select-facts.mts'), edit]);
  return { merge, selections };
}

interface PeerRequest {
  readonly rounds: number;
  /** Folder of the source of pytest-testmon. */
  readonly testmon: string;
  readonly folder: string;
}

async function measureTheirs(
  shape: WorkspaceShape,
  { rounds, testmon, folder }: PeerRequest,
): Promise<PeerResult> {
  const model = join(folder, 'model.json');
  const database = join(folder, '.testmondata');
  writeFileSync(model, JSON.stringify(toPlainModel(shape)));
  const path = [resolveFromCaller(testmon), process.env['PYTHONPATH']].filter(Boolean).join(':');
  const env = { ...process.env, PYTHONPATH: path };
  const script = ['python3', join(import.meta.dirname, 'testmon_select.py'), model, database];
  const build = await runStep<PeerResult['build']>([...script, 'build'], env);
  console.log(
    `pytest-testmon: ${shape.edges} edges stored: ${build.seconds.toFixed(1)} s; ` +
      `the database has ${megabytesOf(statSync(database).size)}`,
  );
  const selections = await measureSelections(rounds, (edit) => [...script, edit], env);
  return { build, selections };
}

function toPlainModel(shape: WorkspaceShape): object {
  const model = generateFacts(shape);
  return {
    modules: model.modules,
    functionsOfModule: model.functionsOfModule,
    executed: model.executed.map((functions) => [...functions]),
    edits: Object.fromEntries(editNames.map((name) => [name, [...edits[name](model)]])),
  };
}

function render(results: readonly ScaleResult[]): string {
  const table = new Table({
    head: ['edges', 'changed', 'selected', 'nx-testmon, s', 'MB', 'pytest-testmon, s', 'times faster'],
    style: { head: [], border: [] },
  });
  for (const { shape, ours, theirs } of results) {
    for (const edit of editNames) {
      const own = ours.selections[edit];
      const peer = theirs?.selections[edit];
      table.push([
        shape.edges,
        edit,
        own.selected,
        own.seconds.median.toFixed(2),
        own.megabytes.toFixed(0),
        peer ? peer.seconds.median.toFixed(2) : 'not measured',
        peer ? (peer.seconds.median / own.seconds.median).toFixed(1) : '',
      ]);
    }
  }
  return table.toString();
}

/**
 * Finds an edit after which the two tools select different numbers of test files. They then do not do the
 * same work.
 */
function findDisagreement({ ours, theirs }: ScaleResult): EditName | undefined {
  return editNames.find(
    (edit) => theirs && ours.selections[edit].selected !== theirs.selections[edit].selected,
  );
}

async function measure(options: ScaleOptions, folder: string): Promise<readonly ScaleResult[]> {
  const { modules, testFiles, rounds, testmon } = options;
  const results: ScaleResult[] = [];
  for (const [index, edges] of options.edges.entries()) {
    const shape = { modules, testFiles, edges, functionsOfModule: FUNCTIONS_OF_MODULE };
    const ours = await measureOurs(shape, rounds, folder);
    const isCompared = testmon !== undefined && index === 0;
    const theirs = isCompared ? await measureTheirs(shape, { rounds, testmon, folder }) : undefined;
    results.push({ shape, ours, theirs });
  }
  return results;
}

async function main(): Promise<void> {
  const parsed = parseOptions(process.argv.slice(2));
  if (!parsed.ok) return stop('bench', parsed.problem);
  const { options } = parsed;
  const folder = mkdtempSync(join(tmpdir(), 'nx-testmon-bench-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  const results = await measure(options, folder);
  console.log(`\n${render(results)}`);
  const document: ScaleDocument = { results };
  if (options.json !== undefined) writeJson(options.json, document);
  const edit = results.map(findDisagreement).find((one) => one !== undefined);
  if (edit !== undefined) {
    console.error(`bench: the two select different numbers of test files after the edit ${edit}`);
    process.exitCode = 1;
  }
}

main().catch((error: unknown) => stop('bench', describeError(error)));
