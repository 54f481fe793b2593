import type { AttributionPolicy } from './attribution-policy';
import { isolatedWorker } from './isolated-worker';
import { runnerProcess } from './runner-process';
import { createSharedProcess } from './shared-process';

export type ProcessKind = 'runner-process' | 'isolated-worker' | 'shared-process';

/** @param partsOfRunner as `RunnerPackages` has them */
export function attributionPolicy(kind: ProcessKind, partsOfRunner?: string): AttributionPolicy {
  switch (kind) {
    case 'runner-process':
      return runnerProcess;
    case 'isolated-worker':
      return isolatedWorker;
    case 'shared-process':
      return createSharedProcess(partsOfRunner);
    default:
      return kind satisfies never;
  }
}
