import { type Problem, renderProblem } from '@nx-testmon/core';

/** A problem of several test files. */
export interface ProblemCount {
  readonly problem: Problem;
  /** How many test files it concerns. */
  readonly testFiles: number;
}

/** Counts the test files for each problem. Problems with the same text are one. */
export function countProblems(problems: readonly Problem[]): ProblemCount[] {
  const counted = new Map<string, ProblemCount>();
  for (const problem of problems) {
    const text = renderProblem(problem);
    counted.set(text, { problem, testFiles: (counted.get(text)?.testFiles ?? 0) + 1 });
  }
  return [...counted.values()];
}
