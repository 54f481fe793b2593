import type { TaskReport } from '@nx-testmon/engine';
import {
  type Failures,
  findFlaky,
  findMissed,
  keyOf,
  readOutcomes,
  type SelectionQuery,
} from '../oracle/test-outcomes.mts';
import type { WorkspaceCommands } from '../oracle/workspace-commands.mts';
import { sum } from '../shared/statistics.mts';
import { checkOut } from './history.mts';
import type { ReplayOptions } from './options.mts';
import { addPlugin, prepare } from './prepare.mts';
import type { Commit, Comparison, ReplayedStep } from './replayed-step.mts';

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
  readonly clone: string;
  /** The workspace's folder in the clone. */
  readonly root: string;
  readonly options: ReplayOptions;
  readonly commands: WorkspaceCommands;
  /** Digest of the lockfile that `node_modules` was installed from. */
  readonly installed: string | undefined;
  /** Whether everything also runs, for a comparison. */
  readonly isCompared: boolean;
}

interface StepResult {
  readonly step: ReplayedStep;
  /** Digest of the installed lockfile, for the next step. */
  readonly installed?: string | undefined;
}

/**
 * Replays one commit: checks it out, prepares it, runs nx-testmon with collecting, and on request runs
 * everything.
 */
export async function replayStep(
  { hash, subject }: Commit,
  { clone, root, options, commands, installed: installedBefore, isCompared }: StepRequest,
): Promise<StepResult> {
  const commit = { commit: hash, subject };
  checkOut(clone, hash);
  const { skipped, installed } = await prepare(root, { ...options, change: addPlugin }, installedBefore);
  if (skipped !== undefined) return { step: { ...commit, skipped }, installed };
  const [{ reports, stdout, stderr }, durationMs] = await timed(() => commands.collect());
  if (reports.length === 0) {
    const last = `${stdout}${stderr}`.trim().split('\n').slice(-5).join('\n');
    return { step: { ...commit, skipped: `no task reported: ${last}` }, installed };
  }
  const namesOf = (those: readonly TaskReport[]): readonly string[] => those.map(({ project }) => project);
  const step = {
    ...commit,
    selected: sum(reports.map(({ selected }) => selected.length)),
    total: sum(reports.map(({ total }) => total)),
    durationMs,
    failed: namesOf(reports.filter(({ outcome }) => outcome !== 'passed')),
    broken: namesOf(reports.filter(({ outcome }) => outcome === 'broken')),
    ...(isCompared ? { full: await compare(commands, reports) } : {}),
  };
  return { step, installed };
}
