import { type Problem, renderProblem } from '@nx-testmon/core';
import type { RefusedTask } from '../targets/create-task';

/** A problem in JSON output. */
export interface ProblemDocument {
  readonly kind: string;
  readonly text: string;
}

/** A problem of a task in JSON output. */
export interface TaskProblemDocument extends ProblemDocument {
  /** `<project>:<target>` */
  readonly task: string;
}

export function toProblemDocument(problem: Problem): ProblemDocument {
  return { kind: problem.kind, text: renderProblem(problem) };
}

export function toProblemDocuments(refused: readonly RefusedTask[]): TaskProblemDocument[] {
  return refused.flatMap(({ name, problems }) =>
    problems.map((problem) => ({ task: name, ...toProblemDocument(problem) })),
  );
}
