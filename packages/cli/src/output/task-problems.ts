import { renderProblem } from '@nx-testmon/core';
import type { RefusedTask } from '../targets/create-task';

/** A problem of a task in JSON output. */
export interface TaskProblemDocument {
  /** `<project>:<target>` */
  readonly task: string;
  readonly kind: string;
  readonly text: string;
}

export function toProblemDocuments(refused: readonly RefusedTask[]): TaskProblemDocument[] {
  return refused.flatMap(({ name, problems }) =>
    problems.map((problem) => ({ task: name, kind: problem.kind, text: renderProblem(problem) })),
  );
}
