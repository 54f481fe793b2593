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

/** The findings of `testmon doctor`. */
export interface Diagnosis {
  readonly checks: readonly SetupCheck[];
  readonly diagnoses: readonly TaskDiagnosis[];
  /** Tasks that could not be read. */
  readonly refused: readonly RefusedTask[];
  /** Projects with tests but without an nx-testmon target. */
  readonly uncovered: readonly UncoveredProject[];
  /** What the tests of each project depend on, as far as facts are stored. */
  readonly unlisted: readonly UnlistedDependencies[];
  /** Without Nx, there are no inputs and no graph that could be compared. */
  readonly usesNx: boolean;
}

/** Leaves out findings that a missing plugin explains, because without it no project has a target. */
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

/** A checked item and its result. */
export interface CheckedItem {
  readonly name: string;
  /** Whether it is a task that could not be read; `name` is then its name. */
  readonly isTask: boolean;
  readonly mark: CheckMark;
  /** A description of what was found if there is no problem. */
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

/** What Nx does not know, for projects that have such dependencies. */
export function unknownToNx({ unlisted, usesNx }: Diagnosis): UnlistedDependencies[] {
  return usesNx ? unlisted.filter(({ inputs, projects }) => inputs.length > 0 || projects.length > 0) : [];
}
