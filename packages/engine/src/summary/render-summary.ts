import { count, printable } from '@nx-testmon/core';
import { describeDependents } from '../task/report/header';
import { describeDuration } from '../task/report/reason';
import { sumTasks } from './sum-tasks';
import type { TaskSum } from './task-sum';

/**
 * Sums up the tasks of an execution: `4 of 7 test files skipped in 5 projects, about 1m 12s saved, 1 task
 * failed`. Longer notes follow in separate lines.
 *
 * @returns `undefined` if no task has numbers
 */
export function renderSummary(tasks: readonly TaskSum[]): string | undefined {
  const sum = sumTasks(tasks);
  const { off, dependents } = sum;
  if (sum.projects === 0) return undefined;
  const projects = count(sum.projects, 'project');
  const line = [
    `${sum.skipped} of ${count(sum.total, 'test file')} skipped in ${projects}`,
    sum.savedMs > 0 ? `about ${describeDuration(sum.savedMs)} saved` : 'nothing saved',
    ...someAudited(sum.audited),
    ...countTasks(sum.failedTasks, 'failed'),
    ...someMissed(sum.missed),
    ...someFlaky(sum.flaky),
    ...countTasks(sum.interruptedTasks, 'interrupted'),
    ...countTasks(sum.notStartedTasks, 'not started'),
    ...someReplayed(sum.replayedTasks, tasks.length),
  ].join(', ');
  return [
    line,
    ...(off.length > 0
      ? [
          `selection off for ${count(off.length, 'project')} (${off.map(printable).join(', ')}); \`testmon audit\` says why`,
        ]
      : []),
    ...(dependents > 0 ? [`${describeDependents(dependents)}; \`testmon doctor\` lists them`] : []),
  ].join('\n  ');
}

function countTasks(number: number, what: string): string[] {
  return number > 0 ? [`${count(number, 'task')} ${what}`] : [];
}

function someAudited(number: number): string[] {
  return number > 0 ? [`${number} audited`] : [];
}

function someMissed(number: number): string[] {
  return number > 0 ? [`${number} missed`] : [];
}

function someFlaky(number: number): string[] {
  return number > 0 ? [`${number} flaky`] : [];
}

function someReplayed(replayed: number, tasks: number): string[] {
  return replayed > 0 ? [`${replayed} of ${count(tasks, 'task')} replayed from cache`] : [];
}
