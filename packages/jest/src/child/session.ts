import type { TestFileId } from '@nx-testmon/core';
import type { RunRequest } from '@nx-testmon/runner';
import { processState } from '../process-state';
import type { GlobalConfig, ProjectConfig, SequencerClass } from './jest-api';

/** Shared by the script that starts Jest and the modules that Jest loads by path. */
export interface Session {
  readonly request: RunRequest;
  readonly globalConfig: GlobalConfig;
  /** The configured sequencer. */
  readonly Sequencer: SequencerClass;
  /** Identifies a test file of a project. */
  readonly name: (config: ProjectConfig, path: string) => TestFileId;
  /** Every test file that Jest finds, including those that the command line filters out. Filled before sorting. */
  readonly found: TestFileId[];
  /** Whether the project's results are results of test files: other Jest runners can report anything. */
  readonly isPlain: (config: ProjectConfig) => boolean;
}

/** Jest loads its sequencer and its reporter by path: they find the session in the process. */
function sessionOfProcess(): { current?: Session } {
  return processState('session', () => ({}));
}

export function openSession(opened: Session): void {
  sessionOfProcess().current = opened;
}

/** @throws Error if Jest was not started by nx-testmon */
export function currentSession(): Session {
  const { current } = sessionOfProcess();
  if (!current) throw new Error('nx-testmon: there is no run');
  return current;
}
