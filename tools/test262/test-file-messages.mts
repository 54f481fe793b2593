import type { ScenarioResult } from './run-scenario.mts';
import type { ScenarioMode } from './scenario.mts';

/** What a process is asked: to run all scenarios of a test file, each plainly and with probes. */
export interface TestFileRequest {
  readonly file: string;
}

/** What it answers. */
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
