import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TemporaryFolder } from '../tools/testing/temporary-folder';
import { carryFolder, cloneWorkspace, commitAll } from './harness/clones';
import { usualNxVersion } from './harness/nx-versions';
import { transcript } from './harness/run-nx';
import { shopTestFiles, shopWorkspace } from './harness/shop-workspace';
import { runTestmon, storedFacts } from './harness/stored-facts';
import { describeSelection, runReported, selectedFiles } from './harness/task-reports';
import { createWorkspace, type TestWorkspace } from './harness/workspace';

const everyProject = ['run-many', '-t', 'testmon', '--parallel=3', '--outputStyle=static', '--skip-nx-cache'];
const shards = [1, 2, 3] as const;

const jestTest = (title: string) =>
  `import { total } from '@e2e/prices';\n\ntest('${title}', () => expect(total([1, 2])).toBe(3));\n`;
/**
 * Four test files of Jest, so that one shard runs two of them. `prices` has two test files of Vitest, so one
 * shard runs none of them.
 */
const jestFiles = Object.fromEntries(
  ['a', 'b', 'c', 'd'].map((name) => [`libs/till/src/${name}.test.ts`, jestTest(name)]),
);
const testFiles = [...shopTestFiles, ...Object.keys(jestFiles).map((path) => path.replace('libs/', ''))];

const machines: TestWorkspace[] = [];
let origin: TestWorkspace;
/** The machine that runs everything. */
let whole: TestWorkspace;
/** The machines that run one shard each. */
let sharded: readonly TestWorkspace[];
/** The machine that runs nothing and gets the records of the others. */
let merging: TestWorkspace;

function newMachine(depth?: number): TestWorkspace {
  const machine = cloneWorkspace(origin, depth);
  machines.push(machine);
  return machine;
}

beforeAll(async () => {
  const shop = shopWorkspace();
  origin = await createWorkspace(usualNxVersion, {
    ...shop,
    projects: [...shop.projects, 'till'],
    jest: ['till'],
    files: { ...shop.files, ...jestFiles },
  });
  commitAll(origin, 'all that there is');
  whole = newMachine();
  sharded = shards.map(() => newMachine());
  merging = newMachine();
});
afterAll(async () => {
  for (const machine of [...machines, origin]) await machine?.close();
});

test('one machine runs everything, and its job summary has one table with a row for each task', async () => {
  using folder = new TemporaryFolder();
  const page = folder.path('summary.md');
  const run = await runReported(whole, everyProject, { env: { GITHUB_STEP_SUMMARY: page } });
  expect(run.code, transcript(run)).toBe(0);
  expect(selectedFiles(run)).toEqual([...testFiles].sort());
  const [title, ...table] = readFileSync(page, 'utf8').trim().split('\n');
  expect(title).toBe('### nx-testmon');
  const [, head, line, ...rows] = table;
  expect(head).toBe('| project | target | outcome | selected | of | saved |');
  expect(line).toMatch(/^\| --- \|/);
  expect(rows.sort()).toEqual([
    '| `@e2e/numbers` | `testmon` | passed | 6 | 6 |  |',
    '| `@e2e/prices` | `testmon` | passed | 2 | 2 |  |',
    '| `@e2e/shop` | `testmon` | passed | 2 | 2 |  |',
    '| `@e2e/till` | `testmon` | passed | 4 | 4 |  |',
  ]);
});

test('each of three machines runs its shard, and no test file runs twice', async () => {
  const recorded: string[][] = [];
  for (const [index, machine] of sharded.entries()) {
    const run = await runReported(machine, [...everyProject, '--', `--shard=${index + 1}/3`]);
    expect(run.code, transcript(run)).toBe(0);
    expect(run.reports, transcript(run)).toHaveLength(4);
    const facts = await storedFacts(machine);
    recorded.push(facts.map(({ testFile }) => testFile.replace('libs/', '')));
  }
  expect(recorded.flat().sort()).toEqual([...testFiles].sort());
  expect(recorded.every((files) => files.length > 0)).toBe(true);
});

test('the merged records of the three machines equal the facts of the one machine, in any order and if merged twice', async () => {
  const known = await storedFacts(whole);
  expect(known).toHaveLength(testFiles.length);
  for (const [index, machine] of sharded.entries()) {
    carryFolder(machine, '.testmon/records', merging, `records/testmon-${index + 1}`);
  }
  const merged = await runTestmon(merging, ['merge', 'records']);
  expect(merged.code, transcript(merged)).toBe(0);
  expect(merged.stdout).toContain(`${testFiles.length} new facts, 0 already known`);
  expect(await storedFacts(merging)).toEqual(known);

  const again = await runTestmon(merging, ['merge', 'records']);
  expect(again.stdout, transcript(again)).toContain(`0 new facts, ${testFiles.length} already known`);
  expect(await storedFacts(merging)).toEqual(known);

  const backwards = { NX_TESTMON_DATAFILE: 'backwards.db' };
  for (const index of [...shards].reverse()) {
    const one = await runTestmon(merging, ['merge', `records/testmon-${index}`], backwards);
    expect(one.code, transcript(one)).toBe(0);
  }
  expect(await storedFacts(merging, backwards)).toEqual(known);
  for (const path of ['backwards.db', 'records']) merging.remove(path);
});

test('a run with the merged store selects nothing', async () => {
  const run = await runReported(merging, everyProject);
  expect(run.code, transcript(run)).toBe(0);
  expect(run.reports.map(({ total }) => total)).toEqual([6, 2, 2, 4]);
  expect(selectedFiles(run), describeSelection(run)).toEqual([]);
});

test('a shallow clone of a later commit, with the restored store, selects only the affected test files', async () => {
  origin.edit('libs/numbers/src/round.ts', '* 100) / 100', '* 1000) / 1000');
  commitAll(origin, 'finer rounding');
  const shallow = newMachine(1);
  expect(readFileSync(join(shallow.root, '.git/shallow'), 'utf8')).toMatch(/^[0-9a-f]{40}\n$/);
  carryFolder(merging, '.testmon', shallow);
  const run = await runReported(shallow, [...everyProject, '--nocollect']);
  expect(run.code, transcript(run)).toBe(0);
  expect(selectedFiles(run), describeSelection(run)).toEqual([
    'numbers/src/round-direct.test.ts',
    'numbers/src/round.test.ts',
    'shop/src/bill.test.ts',
  ]);
});
