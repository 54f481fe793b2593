import type { AttributionPolicy } from './attribution-policy';
import { runnerProcess } from './runner-process';

/**
 * The main process of `node --test`, which starts a process for each test file. What it reads counts for every test
 * file of the run: global setup, reporters and what the command preloads read here.
 */
export const nodeMainProcess: AttributionPolicy = { ...runnerProcess, isRunByNode: true };
