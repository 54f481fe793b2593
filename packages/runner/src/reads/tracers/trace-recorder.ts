import type { AttributionPolicy } from '../attribution/attribution-policy';
import type { ReadEvent } from '../reduce/read-event';
import { reduceReads } from '../reduce/reduce-reads';
import { createTraceState, type Observations, type TraceState } from '../reduce/trace-state';

/** Holds the state of the trace of one process, which one event after the other changes. */
export class TraceRecorder {
  #state: TraceState;

  /** @param testFile where what counts for a test file is kept */
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
