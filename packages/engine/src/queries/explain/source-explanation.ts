/**
 * How a test file depends on code or on a file. If there are several relations, the strongest counts:
 *
 * - `executes`: it executed a requested function or branch when it last ran.
 * - `depends`: its code refers to the requested code, but it is unknown what it executes: the code contains
 *   no function, or the module ran without probes.
 * - `loads`: it loads the module, but neither executed the requested code nor refers to it.
 * - `reads`: it read the file, or checked whether it exists.
 * - `lists`: it listed the folder of the file.
 * - `configured`: the file decides how its modules are found or compiled.
 * - `packages`: it depends on packages, and the file is a lockfile.
 * - `group`: the file is in a group of files that it depends on: those of a project, a folder or a glob.
 */
export type SourceRelation = (typeof sourceRelations)[number];

/** The strongest relation first. */
export const sourceRelations = [
  'executes',
  'depends',
  'loads',
  'reads',
  'configured',
  'lists',
  'packages',
  'group',
] as const;

/** A test file that depends on the requested code or file. */
export interface SourceDependent {
  readonly project: string;
  readonly target: string;
  readonly suite: string;
  /** Relative to the workspace root. */
  readonly file: string;
  readonly relation: SourceRelation;
  /** Names of the requested functions, branches and other blocks that it executed or refers to. */
  readonly blocks: readonly string[];
  /** False if one of these blocks has changed since. */
  readonly isCurrent: boolean;
  /** How it ended when it last ran; absent if it is assumed passing. */
  readonly lastRun?: {
    readonly outcome: 'passed' | 'failed';
    readonly durationMs: number;
    /** In ms since 1970. */
    readonly endedAt: number;
  };
}

export interface SourceExplanation {
  readonly project: string;
  readonly target: string;
  /** How many test files the task has. */
  readonly testFiles: number;
  /** How many of them have no fact in this environment: their dependencies are unknown. */
  readonly withoutFacts: number;
  readonly dependents: readonly SourceDependent[];
  /** Whether the file is a test file of the task. */
  readonly isTestFile: boolean;
}
