import { createWorkspace, type TestWorkspace } from '@nx-testmon/testing';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { refusedEnd, type Round, type RoundEnd } from './round';
import type { OpenedRounds } from './round-messages';
import type { OpenResult } from './round-process';
import { RoundProcesses } from './round-processes';

let workspace: TestWorkspace;
let started: FakeProcess[];
/** The graph that the next process reads. */
let graph: string;
let kind: OpenedRounds['kind'];

/** A process that answers when the test requests it. */
class FakeProcess {
  readonly opened: Promise<OpenResult>;
  isClosed = false;
  rounds = 0;
  open: (result: OpenResult) => void = () => undefined;
  #end: (end: RoundEnd) => void = () => undefined;

  constructor(isReady: boolean) {
    this.opened = new Promise((resolve) => (this.open = resolve));
    if (isReady) this.open({ ok: true, opened: openedRounds() });
  }

  run(): Promise<RoundEnd> {
    this.rounds++;
    return new Promise((resolve) => (this.#end = resolve));
  }

  cancel(): void {
    this.end('interrupted');
  }

  end(outcome: RoundEnd['outcome']): void {
    this.#end({ ...refusedEnd(0), outcome });
  }

  close(): Promise<void> {
    this.isClosed = true;
    this.open({ ok: false, exitCode: 2 });
    return Promise.resolve();
  }
}

const openedRounds = (): OpenedRounds => ({
  root: workspace.root,
  kind,
  installationRoots: ['libs/a'],
  outputs: [],
  projects: 1,
  graph,
});

beforeEach(() => {
  workspace = createWorkspace({
    'node_modules/one/package.json': {},
    'node_modules/@scope/one/package.json': {},
    'libs/a/package.json': {},
  });
  onTestFinished(() => workspace[Symbol.dispose]());
  started = [];
  graph = 'graph';
  kind = 'nx';
});

function roundOf(...changed: string[]): Round {
  return { cause: 'change', scope: { kind: 'affected' }, changed, filter: '', failed: [] };
}

async function openProcesses(isReady = () => true) {
  const opened: OpenedRounds[] = [];
  const processes = new RoundProcesses({
    start: () => {
      const process = new FakeProcess(started.length === 0 || isReady());
      started.push(process);
      return process;
    },
    onOpened: (one) => opened.push(one),
  });
  expect(await processes.open()).toMatchObject({ ok: true });
  return { processes, opened };
}

/** Runs a round that passes in the newest process. */
async function run(processes: RoundProcesses, round: Round): Promise<RoundEnd['outcome']> {
  const end = processes.run(round);
  await new Promise(setImmediate);
  started.at(-1)?.end('passed');
  return (await end).outcome;
}

test('rounds after changes of sources share a process', async () => {
  const { processes } = await openProcesses();
  for (const path of ['libs/a/src/a.ts', 'README.md'])
    expect(await run(processes, roundOf(path))).toBe('passed');
  expect(started.map(({ rounds }) => rounds)).toEqual([2]);
});

test.each([
  ['a package is added', 'node_modules/two/package.json'],
  ['npm has installed packages', 'node_modules/.package-lock.json'],
  ['pnpm has installed packages for a project', 'libs/a/node_modules/.modules.yaml'],
  ['Yarn has installed packages without a folder for them', '.pnp.cjs'],
  ['Bun has installed packages', 'bun.lock'],
  ['a package is added to a scope', 'node_modules/@scope/two/package.json'],
])('another process runs a round after %s, and the first one ends', async (_what, file) => {
  const { processes } = await openProcesses();
  await run(processes, roundOf('a.ts'));
  workspace.write({ [file]: '{}' });
  expect(await run(processes, roundOf('a.ts'))).toBe('passed');
  expect(started.map(({ rounds, isClosed }) => [rounds, isClosed])).toEqual([
    [1, true],
    [1, false],
  ]);
});

test('changes of tools in node_modules need no other process', async () => {
  const { processes } = await openProcesses();
  workspace.write({ 'node_modules/.cache/x': '', 'node_modules/.vite/x': '' });
  await run(processes, roundOf('a.ts'));
  expect(started).toHaveLength(1);
});

test('a change of a file that defines projects needs another process with Nx, and none without', async () => {
  const { processes } = await openProcesses();
  await run(processes, roundOf('libs/a/package.json'));
  expect(started).toHaveLength(2);
  kind = 'packages';
  started = [];
  const plain = await openProcesses();
  await run(plain.processes, roundOf('libs/a/package.json'));
  expect(started).toHaveLength(1);
});

test('a check finds other projects, and their process runs the next round', async () => {
  const { processes, opened } = await openProcesses();
  expect(await processes.check()).toBe(false);
  expect(started[1]?.isClosed).toBe(true);
  graph = 'other';
  expect(await processes.check()).toBe(true);
  expect(opened.map((one) => one.graph)).toEqual(['graph', 'other']);
  await run(processes, roundOf('a.ts'));
  expect(started.map(({ rounds, isClosed }) => [rounds, isClosed])).toEqual([
    [0, true],
    [0, true],
    [1, false],
  ]);
  await processes.close();
  expect(started[2]?.isClosed).toBe(true);
});

test('a round ends a running check', async () => {
  const { processes } = await openProcesses(() => false);
  const check = processes.check();
  const end = processes.run(roundOf('a.ts'));
  await new Promise(setImmediate);
  started[0]?.end('passed');
  expect((await end).outcome).toBe('passed');
  expect(await check).toBe(false);
  expect(started[1]?.isClosed).toBe(true);
  expect(started[0]?.rounds).toBe(1);
});

test('without Nx, there is nothing to check', async () => {
  kind = 'packages';
  const { processes } = await openProcesses();
  graph = 'other';
  expect(await processes.check()).toBe(false);
  expect(started).toHaveLength(1);
});

test('a cancel ends a round, even one that waits for its process', async () => {
  const { processes } = await openProcesses(() => false);
  const running = processes.run(roundOf('a.ts'));
  await new Promise(setImmediate);
  processes.cancel();
  expect((await running).outcome).toBe('interrupted');

  const waiting = processes.run(roundOf('nx.json'));
  processes.cancel();
  expect((await waiting).outcome).toBe('interrupted');
  expect(started[1]?.isClosed).toBe(true);
  expect(started[0]?.isClosed).toBe(false);
});

test("a workspace that can't be read refuses the round, and the next one tries again", async () => {
  const { processes } = await openProcesses(() => false);
  const refused = processes.run(roundOf('nx.json'));
  started[1]?.open({ ok: false, exitCode: 2 });
  expect(await refused).toMatchObject({ outcome: 'refused', exitCode: 2 });
  const next = processes.run(roundOf('a.ts'));
  started[2]?.open({ ok: true, opened: openedRounds() });
  await new Promise(setImmediate);
  started[2]?.end('passed');
  expect((await next).outcome).toBe('passed');
});

test("a check that can't read the workspace refuses one round", async () => {
  const { processes } = await openProcesses(() => false);
  const check = processes.check();
  started[1]?.open({ ok: false, exitCode: 2 });
  expect(await check).toBe(true);
  expect((await processes.run(roundOf())).outcome).toBe('refused');
  expect(started).toHaveLength(2);
});
