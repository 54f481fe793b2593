import { createNodesV2 } from './inference/create-nodes';

export { preTasksExecution } from './hook/pre-tasks-execution';
export { createNodesV2 };
/** Nx 21 and 22 look for `createNodesV2` first, 23 and later for `createNodes`; both mean the same since Nx 21. */
export const createNodes = createNodesV2;
export const name = 'nx-testmon';
