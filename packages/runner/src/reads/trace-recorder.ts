import type { AttributionPolicy } from './attribution/attribution-policy';
import type { ReadEvent } from './read-event';
import { reduceReads } from './reduce-reads';
import { createTraceState, type TraceState } from './trace-state';

/** Holds the state of the trace of one process, which one event after the other changes. */
export class TraceRecorder {
  #state: TraceState = createTraceState();

  constructor(private readonly policy: AttributionPolicy) {}

  get state(): TraceState {
    return this.#state;
  }

  apply(event: ReadEvent): void {
    this.#state = reduceReads(this.policy, this.#state, event);
  }
}
