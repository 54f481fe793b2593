import type { AttributionPolicy } from './attribution-policy';
import { subprocess } from './subprocess';
import { testFileWorker } from './test-file-worker';
import { nodeMainProcess } from './node-main-process';
import { runnerProcess } from './runner-process';
import { createSharedProcess } from './shared-process';
import { testFileProcess } from './test-file-process';

export type ProcessKind =
  | 'runner-process'
  | 'test-file-worker'
  | 'shared-process'
  | 'test-file-process'
  | 'node-main-process'
  | 'subprocess';

/** @param partsOfRunner as `RunnerPackages` has them */
export function attributionPolicy(kind: ProcessKind, partsOfRunner?: string): AttributionPolicy {
  switch (kind) {
    case 'runner-process':
      return runnerProcess;
    case 'test-file-worker':
      return testFileWorker;
    case 'shared-process':
      return createSharedProcess(partsOfRunner);
    case 'test-file-process':
      return testFileProcess;
    case 'node-main-process':
      return nodeMainProcess;
    case 'subprocess':
      return subprocess;
    default:
      return kind satisfies never;
  }
}
