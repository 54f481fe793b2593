import { expect, test } from 'vitest';
import { type PostTasksContext, postTasksExecution } from './post-tasks-execution';

test('the hook never throws, whatever Nx passes to it', async () => {
  for (const context of [undefined, {}, { taskResults: undefined }, { taskResults: { a: undefined } }])
    await expect(
      postTasksExecution(undefined, context as unknown as PostTasksContext),
    ).resolves.toBeUndefined();
});
