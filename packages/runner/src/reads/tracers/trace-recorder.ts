import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { ReadEvent } from '../reduce/read-event';
import { reduceReads } from '../reduce/reduce-reads';
import { createTraceState, type Observations, type TraceState } from '../reduce/trace-state';

/** The state of the trace of one process. Each event changes it. */
export class TraceRecorder {
  #state: TraceState;

  /** @param testFile the observations of a test file; new ones by default */
  constructor(
    private readonly policy: AttributionPolicy,
    testFile?: Observations,
  ) {
    this.#state = createTraceState(testFile);
  }

  get state(): TraceState {
    return this.#state;
  }

  apply(event: ReadEvent): void {
    this.#state = reduceReads(this.policy, this.#state, event);
  }
}
