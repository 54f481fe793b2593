import { isDeepStrictEqual } from 'node:util';
import type { Problem } from '@nx-testmon/core';

/** Adds a problem to a list, once. */
export function addProblem(problems: Problem[], problem: Problem): void {
  if (!problems.some((known) => isDeepStrictEqual(known, problem))) problems.push(problem);
}
