import type { TestFileId } from '@nx-testmon/core';
import type { RunRequest } from '@nx-testmon/runner';
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
  /** Whether the project's results are those of test files. Other Jest runners can report anything. */
  readonly isPlain: (config: ProjectConfig) => boolean;
}
