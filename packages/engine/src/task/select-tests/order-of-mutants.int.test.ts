import { cpSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '@nx-testmon/testing';
import { expect, onTestFinished, test } from 'vitest';
import { createTaskWorkspace, type TaskWorkspace } from '../../task.testing';
import { readTask } from '../read-task/read-task';
import { openTaskSession } from '../task-session';
import { decideTestFiles, type DecidedTestFile } from './decide-test-files';
import { orderTestFiles } from './order-test-files';

/** Mutants of each project; none without it, because each takes seconds. */
const mutants = Number(process.env['ORDER_MUTANTS'] ?? 0);
const fixture = join(repository, 'e2e/fixtures/constructs');
/** Projects with many test files. */
const projects = ['loading', 'data', 'flow', 'shapes', 'text'];

interface SelectedFile {
  readonly path: string;
  readonly durationMs: number;
  readonly bytes: number;
}

/** A mutant that some of the selected test files notice, and some do not. */
interface Killed {
  readonly own: readonly SelectedFile[];
  readonly failing: ReadonlySet<string>;
}

/** Edits of operators, numbers and texts, spread over the sources. */
function findMutants(text: string): { readonly from: number; readonly to: number; readonly by: string }[] {
  const swapped: Readonly<Record<string, string>> = { '+': '-', '-': '+', '*': '+', '===': '!==', '<': '>' };
  return [...text.matchAll(/(?<= )(?:\+|-|\*|===|<)(?= )|\b\d+\b|(?<=[(=:?] ?)'[\w ]+'/g)].map(
    ({ 0: found, index }) => ({
      from: index,
      to: index + found.length,
      by: swapped[found] ?? (found.startsWith("'") ? "'mutant'" : String(Number(found) + 1)),
    }),
  );
}

async function selectedOf(workspace: TaskWorkspace, project: string): Promise<SelectedFile[]> {
  const session = await openTaskSession(workspace.task({}, project), workspace.io());
  try {
    const read = await readTask(session);
    if (!read.ok) return [];
    const decided = decideTestFiles(read.state, session.store).testFiles;
    const selected = new Map(decided.filter(isSelected).map((one) => [one.testFile.path, one]));
    return orderTestFiles([...selected.values()]).map(({ path }) => ({
      path,
      durationMs: selected.get(path)?.lastRun?.durationMs ?? 0,
      bytes: statSync(workspace.files.path(path)).size,
    }));
  } finally {
    session.store.close();
  }
}

/** Without those that fail in every run here, because the fixture is not installed. */
function isSelected({ decision, lastRun }: DecidedTestFile): boolean {
  return decision.kind !== 'skipped' && lastRun?.outcome !== 'failed';
}

async function killedBy(workspace: TaskWorkspace, project: string): Promise<Killed[]> {
  const quiet = { output: () => undefined };
  await workspace.run({}, quiet, project);
  const sources = readdirSync(workspace.files.path(`libs/${project}/src`), { encoding: 'utf8' })
    .filter((name) => /(?<!\.test)\.ts$/.test(name))
    .map((name) => `libs/${project}/src/${name}`);
  const all = sources.flatMap((path) => {
    const text = workspace.files.read(path);
    return findMutants(text).map(({ from, to, by }) => ({
      path,
      text,
      edited: text.slice(0, from) + by + text.slice(to),
    }));
  });
  const step = Math.max(1, Math.floor(all.length / mutants));
  const killed: Killed[] = [];
  for (const { path, text, edited } of all.filter((_, at) => at % step === 0).slice(0, mutants)) {
    workspace.files.write({ [path]: edited });
    const own = await selectedOf(workspace, project);
    if (own.length > 1) {
      const { results } = await workspace.run({ noselect: true, nocollect: true }, quiet, project);
      const failed = results.filter(({ outcome }) => outcome === 'failed');
      const failing = new Set(failed.map(({ testFile }) => testFile.path));
      const noticed = own.filter((one) => failing.has(one.path)).length;
      if (noticed > 0 && noticed < own.length) killed.push({ own, failing });
    }
    workspace.files.write({ [path]: text });
  }
  return killed;
}

/** When the first test file has failed, and when all have ended, in ms. */
function runIn(order: readonly SelectedFile[], failing: ReadonlySet<string>, workers: number) {
  const ends = Array<number>(workers).fill(0);
  let firstMs = Infinity;
  for (const { path, durationMs } of order) {
    const free = ends.indexOf(Math.min(...ends));
    const end = (ends[free] ?? 0) + durationMs;
    ends[free] = end;
    if (failing.has(path)) firstMs = Math.min(firstMs, end);
  }
  return { firstMs, totalMs: Math.max(...ends) };
}

const orders: Readonly<Record<string, (own: readonly SelectedFile[]) => readonly SelectedFile[]>> = {
  own: (own) => own,
  'longest first': (own) => [...own].sort((one, other) => other.durationMs - one.durationMs),
  'largest first, as Vitest without a cache': (own) => [...own].sort((one, other) => other.bytes - one.bytes),
};

test.runIf(mutants > 0)(
  'a failing test file is seen earlier than with the longest first',
  async () => {
    const roots = readdirSync(join(fixture, 'libs')).map((name) => [name, `libs/${name}`] as const);
    const workspace = createTaskWorkspace({}, { projects: Object.fromEntries(roots) });
    onTestFinished(() => workspace[Symbol.dispose]());
    cpSync(fixture, workspace.root, { recursive: true });
    const killed: Killed[] = [];
    for (const project of projects) killed.push(...(await killedBy(workspace, project)));
    expect(killed.length).toBeGreaterThan(0);
    const mean = (value: (one: Killed) => number) =>
      killed.reduce((sum, one) => sum + value(one), 0) / killed.length;
    const table = Object.entries(orders).map(([name, order]) => {
      const position = mean(({ own, failing }) => order(own).findIndex(({ path }) => failing.has(path)) + 1);
      const times = [1, 2, 4].map((workers) => ({
        first: Math.round(mean(({ own, failing }) => runIn(order(own), failing, workers).firstMs)),
        total: Math.round(mean(({ own, failing }) => runIn(order(own), failing, workers).totalMs)),
      }));
      return { name, position, times };
    });
    const selected = mean(({ own }) => own.length);
    process.stdout.write(`${JSON.stringify({ killed: killed.length, selected, table }, undefined, 1)}\n`);
    const [own, longest] = table;
    expect(own?.times[0]?.first).toBeLessThanOrEqual(longest?.times[0]?.first ?? 0);
  },
  3_600_000,
);
