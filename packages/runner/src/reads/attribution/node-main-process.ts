import type { AttributionPolicy } from './attribution-policy';
import { runnerProcess } from './runner-process';

/**
 * The main process of `node --test`, which starts a process for each test file. Its reads count for every
 * test file of the run: global setup, reporters and preloaded scripts read here.
 */
export const nodeMainProcess: AttributionPolicy = { ...runnerProcess, isRunByNode: true };
