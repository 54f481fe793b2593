import { createNodesV2 } from './inference/create-nodes';

export { postTasksExecution } from './hook/post-tasks-execution';
export { preTasksExecution } from './hook/pre-tasks-execution';
export { createNodesV2 };
/** Nx 21 and 22 use `createNodesV2`, Nx 23 and later `createNodes`. Both have the same meaning since Nx 21. */
export const createNodes = createNodesV2;
export const name = 'nx-testmon';
