import { joinRunnerSyntax, type RunnerSyntax } from '@nx-testmon/core';
import { testRunners } from './test-runners';

/** The syntax of all test runners, with which every module is read. */
export const runnerSyntax: RunnerSyntax = joinRunnerSyntax(testRunners.map(({ syntax }) => syntax));
