import type { Problem } from '@nx-testmon/core';
import {
  type CheckMark,
  markOfProblems,
  type SetupCheck,
  type TaskDiagnosis,
  type UnlistedDependencies,
} from '@nx-testmon/engine';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import type { RefusedTask } from '../../targets/create-task';

/** What `testmon doctor` has found. */
export interface Diagnosis {
  readonly checks: readonly SetupCheck[];
  readonly diagnoses: readonly TaskDiagnosis[];
  /** Tasks that could not be read. */
  readonly refused: readonly RefusedTask[];
  /** Projects that have tests and no target of nx-testmon. */
  readonly uncovered: readonly UncoveredProject[];
  /** What tests of each project depend on, as far as facts are stored. */
  readonly unlisted: readonly UnlistedDependencies[];
  /** Without Nx, there are no inputs and no graph that could be compared. */
  readonly usesNx: boolean;
}

/** Leaves out what a missing plugin explains: then no project has a target. */
export function withoutExplained(diagnosis: Diagnosis): Diagnosis {
  const { checks, refused, uncovered } = diagnosis;
  const lacksPlugin = checks.some(({ problems }) =>
    problems.some(({ kind }) => kind === 'plugin-not-registered'),
  );
  if (!lacksPlugin) return diagnosis;
  return {
    ...diagnosis,
    refused: refused.filter(({ problems }) => problems.some(({ kind }) => kind !== 'no-target')),
    uncovered: uncovered.filter(({ problem }) => problem.kind !== 'configuration-without-target'),
  };
}

/** What was checked, and how it is. */
export interface CheckedItem {
  readonly name: string;
  /** Whether it is a task that could not be read, and `name` says which. */
  readonly isTask: boolean;
  readonly mark: CheckMark;
  /** What was found, where there is no problem. */
  readonly found: string;
  readonly problems: readonly Problem[];
}

/** The checks of the setup, and the tasks that could not be read. */
export function checkedItems({ checks, refused }: Pick<Diagnosis, 'checks' | 'refused'>): CheckedItem[] {
  return [
    ...checks.map((check) => ({ ...check, isTask: false })),
    ...refused.map(({ name, problems }) => ({ name, isTask: true, found: '', problems })),
  ].map((one) => ({ ...one, mark: markOfProblems(one.problems) }));
}

/** Whether something does not work. */
export function mustBeFixed(diagnosis: Diagnosis): boolean {
  return checkedItems(diagnosis).some(({ mark }) => mark === 'fix');
}

/** What Nx does not know, for projects where there is something. */
export function unknownToNx({ unlisted, usesNx }: Diagnosis): UnlistedDependencies[] {
  return usesNx ? unlisted.filter(({ inputs, projects }) => inputs.length > 0 || projects.length > 0) : [];
}
