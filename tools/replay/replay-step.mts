import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaskReport } from '@nx-testmon/engine';
import {
  type Failures,
  findFlaky,
  findMissed,
  keyOf,
  readOutcomes,
  type SelectionQuery,
} from '../oracle/test-outcomes.mts';
import type { TargetRun, WorkspaceCommands } from '../oracle/workspace-commands.mts';
import { sum } from '../shared/statistics.mts';
import { describeError } from '../shared/stop.mts';
import { countPeers } from './count-peers.mts';
import { checkOut } from './history.mts';
import type { ReplayOptions } from './options.mts';
import { addPlugin, prepare } from './prepare.mts';
import type { Commit, Comparison, PeerCounts, ReplayedStep, SelectedFile } from './replayed-step.mts';

const nothingFails: Failures = { failing: new Set(), failedProjects: [] };

async function timed<T>(run: () => Promise<T>): Promise<readonly [T, number]> {
  const started = Date.now();
  return [await run(), Date.now() - started];
}

/**
 * The selection of nx-testmon. The task of a project without a selection has failed, so its test files count
 * as selected.
 */
function selectionOf(reports: readonly TaskReport[]): SelectionQuery {
  const answered = reports.filter(({ outcome }) => outcome !== 'broken');
  const selected = new Set(
    answered.flatMap(({ project, selected: files }) => files.map(({ file }) => keyOf({ project, file }))),
  );
  const known = new Set(answered.map(({ project }) => project));
  return {
    isSelected: (key) => selected.has(key) || !known.has(key.slice(0, key.indexOf(': '))),
    selectsAll: (project) => answered.every((one) => one.project !== project || one.skipped === 0),
    selectsAny: (project) =>
      !known.has(project) || answered.some((one) => one.project === project && one.selected.length > 0),
  };
}

/** Runs everything, and once more if test files are missed. Missed test files that then pass are flaky. */
async function compare(commands: WorkspaceCommands, reports: readonly TaskReport[]): Promise<Comparison> {
  const [run, durationMs] = await timed(() => commands.runEverything());
  const outcomes = readOutcomes(run);
  const missed = findMissed(outcomes, nothingFails, selectionOf(reports));
  const flaky = missed.length === 0 ? [] : findFlaky(missed, readOutcomes(await commands.runEverything()));
  return {
    durationMs,
    testFiles: outcomes.testFiles.size,
    failing: [...outcomes.failing].sort(),
    missed: missed.filter((name) => !flaky.includes(name)),
    flaky,
  };
}

interface StepRequest {
  /** Folder for the output of nx-testmon. */
  readonly dir: string;
  readonly clone: string;
  /** The workspace's folder in the clone. */
  readonly root: string;
  readonly options: ReplayOptions;
  readonly commands: WorkspaceCommands;
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed: string | undefined;
  /** The last commit at which nx-testmon ran; absent if there is none. */
  readonly base: string | undefined;
  /** Whether everything also runs, for a comparison. */
  readonly isCompared: boolean;
}

interface StepResult {
  readonly step: ReplayedStep;
  /** Digest of the installed lockfile, for the next step. */
  readonly installed?: string | undefined;
}

/** Why a commit can't be checked out; `undefined` if it is. */
function checkOutOrExplain(clone: string, hash: string): string | undefined {
  try {
    checkOut(clone, hash);
    return undefined;
  } catch (error) {
    return `checkout failed: ${describeError(error)}`;
  }
}

/** Keeps what nx-testmon and the test runners printed at a commit, to find out why tests failed. */
function writeOutput(dir: string, hash: string, { stdout, stderr }: TargetRun): void {
  const folder = join(dir, 'output');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${hash.slice(0, 8)}.txt`), `${stdout}${stderr}`);
}

function filesOf({ project, selected }: TaskReport): readonly SelectedFile[] {
  return selected.map((file) => ({ project, ...file }));
}

/**
 * Replays one commit: checks it out, prepares it, runs nx-testmon with collecting, and on request runs
 * everything.
 */
export async function replayStep({ hash, subject }: Commit, request: StepRequest): Promise<StepResult> {
  const { dir, clone, root, options, commands, installed: installedBefore } = request;
  const commit = { commit: hash, subject };
  const notCheckedOut = checkOutOrExplain(clone, hash);
  if (notCheckedOut !== undefined)
    return { step: { ...commit, skipped: notCheckedOut }, installed: installedBefore };
  const { skipped, installed } = await prepare(root, { ...options, change: addPlugin }, installedBefore);
  if (skipped !== undefined) return { step: { ...commit, skipped }, installed };
  const [run, durationMs] = await timed(() => commands.collect());
  writeOutput(dir, hash, run);
  const { reports, stdout, stderr } = run;
  if (reports.length === 0) {
    const last = `${stdout}${stderr}`.trim().split('\n').slice(-5).join('\n');
    return { step: { ...commit, skipped: `no task reported: ${last}` }, installed };
  }
  const namesOf = (those: readonly TaskReport[]): readonly string[] => those.map(({ project }) => project);
  const step = {
    ...commit,
    selected: sum(reports.map(({ selected }) => selected.length)),
    total: sum(reports.map(({ total }) => total)),
    files: reports.flatMap(filesOf),
    durationMs,
    failed: namesOf(reports.filter(({ outcome }) => outcome !== 'passed')),
    broken: namesOf(reports.filter(({ outcome }) => outcome === 'broken')),
    ...(await compareOnRequest(hash, request, reports)),
  };
  return { step, installed };
}

/** Compares with other selections, and on request with a full run. */
async function compareOnRequest(
  head: string,
  { root, options, commands, base, isCompared }: StepRequest,
  reports: readonly TaskReport[],
): Promise<{ readonly peers?: PeerCounts; readonly full?: Comparison }> {
  const { peers } = options;
  return {
    ...(base === undefined
      ? {}
      : { peers: await countPeers({ root, commands, base, head, peers }, reports) }),
    ...(isCompared ? { full: await compare(commands, reports) } : {}),
  };
}
