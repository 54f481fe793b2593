import type { TestFileId } from '@nx-testmon/core';
import type { RunRequest } from '@nx-testmon/runner';
import { processState } from '../process-state';
import type { GlobalConfig, ProjectConfig, SequencerClass } from './jest-api';

/** What the parts that Jest loads by path share with the script that started it. */
export interface Session {
  readonly request: RunRequest;
  readonly globalConfig: GlobalConfig;
  /** The configured sequencer. */
  readonly Sequencer: SequencerClass;
  /** How a test file of a project is called outside Jest. */
  name(config: ProjectConfig, path: string): TestFileId;
  /** Every test file that Jest knows, whatever its command line leaves out; filled before tests are sorted. */
  readonly found: TestFileId[];
  /** Whether what a project's tests report is the runner's word on test files. */
  isPlain(config: ProjectConfig): boolean;
}

/** Jest loads its sequencer and its reporter by path: they find the session in the process. */
function sessionOfProcess(): { current?: Session } {
  return processState<{ current?: Session }>('session', () => ({}));
}

export function openSession(opened: Session): void {
  sessionOfProcess().current = opened;
}

/** @throws Error where nx-testmon has not started Jest */
export function currentSession(): Session {
  const { current } = sessionOfProcess();
  if (!current) throw new Error('nx-testmon: there is no run');
  return current;
}
