import type { ProjectGraph } from './project-graph.mts';
import type { TestRun } from './test-outcomes.mts';
import type { WorkspaceCommands } from './workspace-commands.mts';

/** A full run, and what its process printed where there was one process. */
export interface FullRun extends TestRun {
  readonly stdout: string;
  readonly stderr: string;
}

/** Environment variables by name. */
export type Variables = Readonly<Record<string, string>>;

/** Runs of every test, which selections are compared with. */
export interface FullRuns {
  /** Every test, nothing changed; later runs take their time limits from it. */
  runBaseline(): Promise<FullRun>;
  /** Every test that may see these files, with these variables. */
  runTests(files: readonly string[], environment?: Variables): Promise<FullRun>;
  /** Whether Nx would build something before those tests that is made from these files. */
  isBuilt(files: readonly string[]): boolean;
  /** Builds again what Nx would build before those tests, as far as it is made from these files. */
  build(files: readonly string[]): Promise<void>;
  /** The same in a copy of the workspace, with the time limits that are known here. */
  inCopy(workspace: string, commands: WorkspaceCommands): FullRuns;
}

export interface FullRunsRequest {
  /** Real path of the workspace's root. */
  readonly workspace: string;
  readonly graph: ProjectGraph;
  readonly target: string;
  /** Only these projects. */
  readonly projects?: readonly string[] | undefined;
  /** How many projects are run at once. */
  readonly atOnce: number;
}

/** A mutant may loop for ever. @param durationMs of the run without a mutant */
export const timeLimitOf = (durationMs: number | undefined): number => 20_000 + 5 * (durationMs ?? Infinity);

/** The runs of several projects as one. */
export function joinRuns(runs: readonly TestRun[]): FullRun {
  return {
    reports: runs.flatMap(({ reports }) => reports),
    results: runs.flatMap(({ results }) => results),
    timedOut: runs.some(({ timedOut }) => timedOut),
    stdout: '',
    stderr: '',
  };
}
