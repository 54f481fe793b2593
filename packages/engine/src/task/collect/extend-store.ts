import type { TaskState } from '../read-task/read-task';
import type { TaskStore } from '../../store/task-store';

/**
 * The store, extended by what a task has read since it was opened, so that nothing is parsed or discovered
 * twice.
 */
export function extendStore(
  store: TaskStore,
  { files, discovered }: Pick<TaskState, 'files' | 'discovered'>,
): TaskStore {
  return {
    ...store,
    problemsSoFar: () => [],
    cache: {
      file: (path) => files.newFiles.get(path) ?? store.cache.file(path),
      model: (key) => files.newModels.get(key) ?? store.cache.model(key),
    },
    discovery: (key) => discovered.find((kept) => kept.key === key) ?? store.discovery(key),
  };
}
