import { count, printable } from '@nx-testmon/core';
import { describeDependents } from '../task/report/header';
import { describeDuration } from '../task/report/reason';
import type { FileCounts, TaskSum } from './task-sum';

/**
 * Sums up the tasks of an execution: `4 of 7 test files skipped in 5 projects, about 1m 12s saved, 1 task
 * failed`. Longer notes follow in separate lines.
 *
 * @returns `undefined` if no task has numbers
 */
export function renderSummary(tasks: readonly TaskSum[]): string | undefined {
  const counted = tasks.filter((task) => task.files !== undefined);
  if (counted.length === 0) return undefined;
  const sum = (value: (files: FileCounts) => number) =>
    counted.reduce((all, { files }) => all + (files ? value(files) : 0), 0);
  const ended = (end: TaskSum['end']) => tasks.filter((task) => task.end === end).length;
  const total = sum((files) => files.total);
  const projects = count(new Set(counted.map(({ project }) => project)).size, 'project');
  const savedMs = sum((files) => files.savedMs);
  const dependents = sum((files) => files.dependents);
  const line = [
    `${sum((files) => files.skipped)} of ${count(total, 'test file')} skipped in ${projects}`,
    savedMs > 0 ? `about ${describeDuration(savedMs)} saved` : 'nothing saved',
    ...someAudited(sum((files) => files.audited)),
    ...countTasks(ended('failed'), 'failed'),
    ...someMissed(sum((files) => files.missed)),
    ...someFlaky(sum((files) => files.flaky)),
    ...countTasks(ended('stopped'), 'interrupted'),
    ...countTasks(ended('not-started'), 'not started'),
    ...someReplayed(ended('replayed'), tasks.length),
  ].join(', ');
  const off = [...new Set(counted.flatMap(({ project, files }) => (files?.isOff ? [project] : [])))];
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
