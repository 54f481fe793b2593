import { isInside } from '@nx-testmon/core';
import type { Task } from '@nx-testmon/engine';
import { taskName } from '../../../targets/create-task';
import type { Round } from './round';

/** The properties that decide the position of a task. */
export interface TaskInRound {
  readonly task: Pick<Task, 'project' | 'target' | 'workspace'>;
}

/**
 * Orders the tasks of a round: those with failed test files, then those of projects with a changed file, then
 * the others. The engine orders the test files within a task.
 */
export function orderTasks<Entry extends TaskInRound>(
  tasks: readonly Entry[],
  { failed, changed }: Pick<Round, 'failed' | 'changed'>,
): Entry[] {
  const failedTasks = new Set(failed.map(({ task }) => task));
  const groupOf = ({ task }: Entry): number => {
    if (failedTasks.has(taskName(task))) return 0;
    return changed.some((path) => isInProject(task, path)) ? 1 : 2;
  };
  return tasks
    .map((one) => ({ one, group: groupOf(one) }))
    .sort((first, second) => first.group - second.group)
    .map(({ one }) => one);
}

function isInProject({ project, workspace }: TaskInRound['task'], path: string): boolean {
  const root = workspace.projects.find(({ name }) => name === project)?.root;
  return root !== undefined && isInside(root, path);
}
