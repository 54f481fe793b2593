import type { FoundTestFile, RunRequest } from '@nx-testmon/runner';
import type { GlobalConfig, ProjectConfig, SequencerClass } from './jest-api';

/** What the parts that Jest loads by path share with the script that started it. */
export interface Session {
  readonly request: RunRequest;
  readonly globalConfig: GlobalConfig;
  /** The configured sequencer. */
  readonly Sequencer: SequencerClass;
  /** How a test file of a project is called outside Jest. */
  name(config: ProjectConfig, path: string): FoundTestFile;
  /** Every test file that Jest knows, whatever its command line leaves out; filled before tests are sorted. */
  readonly found: FoundTestFile[];
  /** Whether what a project's tests report is the runner's word on test files. */
  isPlain(config: ProjectConfig): boolean;
}

let session: Session | undefined;

export function openSession(opened: Session): void {
  session = opened;
}

/** @throws Error where Jest was not started by us */
export function currentSession(): Session {
  if (!session) throw new Error('nx-testmon: there is no run');
  return session;
}
