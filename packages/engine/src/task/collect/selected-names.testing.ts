import type { TaskIo } from '../task-io';
import type { TaskWorkspace } from '../../task.testing';

/** The name of a test file in `libs/a` or `libs/a/src`, without its extension. */
export function nameOfTest(path: string): string {
  return path.replace(/^libs\/a\/(?:src\/)?(.*)\.test\.[jt]s$/, '$1');
}

/** Names of the test files that are selected while a file has another text, sorted. Stores nothing. */
export async function namesSelectedAfter(
  workspace: TaskWorkspace,
  path: string,
  text: string | undefined,
  env: TaskIo['env'],
): Promise<string[]> {
  const selected = await workspace.selectedAfter(path, text, { env });
  return selected.map(nameOfTest).sort();
}
