import { isInside } from '@nx-testmon/core';
import type { Task } from '@nx-testmon/engine';
import { taskName } from '../../../targets/create-task';
import type { Round } from './round';

/** What decides the place of a task. */
export interface TaskInRound {
  readonly task: Pick<Task, 'project' | 'target' | 'workspace'>;
}

/**
 * The order of the tasks of a round: those with test files that failed, then those of projects in which a file has
 * changed, then the others. Within a task, the engine orders the test files.
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
