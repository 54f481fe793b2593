import type { ProjectGraph } from './project-graph.mts';
import type { TestRun } from './test-outcomes.mts';
import type { WorkspaceCommands } from './workspace-commands.mts';

/** A full run, with the output of its process; the output is empty if there were several processes. */
export interface FullRun extends TestRun {
  readonly stdout: string;
  readonly stderr: string;
}

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Runs of all tests, with which selections are compared. */
export interface FullRuns {
  /** Runs every test with nothing changed. Later runs derive their time limits from it. */
  runBaseline(): Promise<FullRun>;
  /** Runs every test that these files can affect, with these variables. */
  runTests(files: readonly string[], environment?: Variables): Promise<FullRun>;
  /** Whether Nx would build an output of these files before those tests. */
  isBuilt(files: readonly string[]): boolean;
  /** Builds again the outputs of these files that Nx would build before those tests. */
  build(files: readonly string[]): Promise<void>;
  /** Returns the same runs in a copy of the workspace, with the time limits of this one. */
  inCopy(workspace: string, commands: WorkspaceCommands): FullRuns;
}

export interface FullRunsRequest {
  /** Real path of the workspace's root. */
  readonly workspace: string;
  readonly graph: ProjectGraph;
  readonly target: string;
  /** The projects to run; default: all. */
  readonly projects?: readonly string[] | undefined;
  /** Number of projects that run at once. */
  readonly atOnce: number;
}

/**
 * The time limit of a run, because a mutant may loop forever.
 *
 * @param durationMs of the run without a mutant
 */
export const timeLimitOf = (durationMs: number | undefined): number => 20_000 + 5 * (durationMs ?? Infinity);

/** Joins the runs of several projects into one. */
export function joinRuns(runs: readonly TestRun[]): FullRun {
  return {
    reports: runs.flatMap(({ reports }) => reports),
    results: runs.flatMap(({ results }) => results),
    timedOut: runs.some(({ timedOut }) => timedOut),
    stdout: '',
    stderr: '',
  };
}
