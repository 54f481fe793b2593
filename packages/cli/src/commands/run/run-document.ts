import { sumTasks } from '@nx-testmon/engine/summary';
import type { UncoveredProject } from '@nx-testmon/engine/uncovered-projects';
import { type ProblemDocument, toProblemDocument, toProblemDocuments } from '../../output/task-problems';
import { taskName } from '../../targets/create-task';
import { toUncoveredDocument } from '../../targets/find-uncovered-projects';
import type { UntestedResult } from '../untested/untested-reader';
import { type FinishedTask, sumsOf } from './render-runs';
import type { RunDocument } from './run-schema';

/** Everything that is known when all tasks have ended. */
export interface EndedRun {
  readonly execId: string;
  readonly finished: readonly FinishedTask[];
  /** How many tasks did not start. */
  readonly left: number;
  readonly uncovered: readonly UncoveredProject[];
}

/** The result of a run in JSON output. */
export function toRunDocument(
  { execId, finished, left, uncovered }: EndedRun,
  untested: UntestedResult | undefined,
  exitCode: number,
): RunDocument {
  const { tasks, failedTasks, interruptedTasks, notStartedTasks, ...sum } = sumTasks(sumsOf(finished, left));
  const { total, skipped, audited, missed, flaky, savedMs, dependents: fallbacks } = sum;
  return {
    execId,
    exitCode,
    projects: finished.flatMap((one) => (one.report ? [{ ...one.report, exitCode: one.exitCode }] : [])),
    sum: {
      ...{ tasks, failedTasks, interruptedTasks, notStartedTasks },
      ...{ total, skipped, audited, missed, flaky, fallbacks, savedMs },
    },
    uncovered: uncovered.map(toUncoveredDocument),
    ...(untested?.ok === true ? { untested: untested.untested } : {}),
    problems: [...toProblemDocuments(finished.flatMap(refusedBy)), ...problemsOf(untested)],
  };
}

function refusedBy({ problem, ...task }: FinishedTask) {
  return problem ? [{ name: taskName(task), problems: [problem] }] : [];
}

function problemsOf(untested: UntestedResult | undefined): ProblemDocument[] {
  if (untested === undefined) return [];
  return untested.ok ? toProblemDocuments(untested.refused) : [toProblemDocument(untested.problem)];
}
