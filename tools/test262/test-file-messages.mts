import type { ScenarioResult } from './run-scenario.mts';
import type { ScenarioMode } from './scenario.mts';

/** The request to a process to run all scenarios of a test file, each without probes and with them. */
export interface TestFileRequest {
  readonly file: string;
}

/** The messages from the process. */
export type TestFileMessage =
  | {
      readonly kind: 'plain';
      readonly mode: ScenarioMode;
      readonly result: ScenarioResult;
    }
  | {
      readonly kind: 'probed';
      readonly mode: ScenarioMode;
      readonly result: ScenarioResult;
    }
  | { readonly kind: 'done' };
