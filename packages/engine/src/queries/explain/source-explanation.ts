/**
 * How a test file depends on code or on a file, the strongest relation of all:
 *
 * - `executes`: it executed a function or branch that is asked for when it last ran.
 * - `depends`: its code refers to it, and it is not known what is executed of it: there is no function in it, or the
 *   module ran without probes.
 * - `loads`: it loads the module, and neither executed nor refers to what is asked for.
 * - `reads`: it read the file, or asked whether it is there.
 * - `lists`: it listed the folder of the file.
 * - `configured`: the file decides how its modules are found or compiled.
 * - `packages`: it depends on packages, and the file is a lockfile.
 * - `group`: the file is one of those that count for it together: of a project, a folder or a glob.
 */
export type SourceRelation = (typeof sourceRelations)[number];

/** The strongest first. */
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

/** A test file that depends on what is asked for. */
export interface SourceDependent {
  readonly project: string;
  readonly target: string;
  readonly suite: string;
  /** Relative to the workspace root. */
  readonly file: string;
  readonly relation: SourceRelation;
  /** Names of the functions, branches and other blocks that it executed or refers to, as far as they are asked for. */
  readonly blocks: readonly string[];
  /** False where one of these blocks has changed since. */
  readonly isCurrent: boolean;
  /** How it ended when it last ran; absent where it is assumed passing. */
  readonly lastRun?: {
    readonly outcome: 'passed' | 'failed';
    readonly durationMs: number;
    /** In ms since 1970. */
    readonly endedAt: number;
  };
}

/** The dependents of code or a file, by the facts of one task. */
export interface SourceExplanation {
  readonly project: string;
  readonly target: string;
  /** How many test files the task has. */
  readonly testFiles: number;
  /** How many of them have no fact in this environment: what they depend on is not known. */
  readonly withoutFacts: number;
  readonly dependents: readonly SourceDependent[];
  /** Whether the file is one of its test files. */
  readonly isTestFile: boolean;
}
