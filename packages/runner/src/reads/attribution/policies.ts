import type { AttributionPolicy } from './attribution-policy';
import { isolatedWorker } from './isolated-worker';
import { runnerProcess } from './runner-process';
import { sharedProcess } from './shared-process';

export type ProcessKind = 'runner-process' | 'isolated-worker' | 'shared-process';

export const attributionPolicies = {
  'runner-process': runnerProcess,
  'isolated-worker': isolatedWorker,
  'shared-process': sharedProcess,
} as const satisfies Record<ProcessKind, AttributionPolicy>;
