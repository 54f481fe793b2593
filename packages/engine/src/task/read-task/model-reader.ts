import { createModelReader } from '@nx-testmon/graph';
import { runnerSyntax } from '../../test-runners/runner-syntax';

/** Reads models with the syntax of all test runners, so that tasks of different test runners share them. */
export const modelReader = createModelReader(runnerSyntax);
