import type { Target } from '../reduce/read-event';
import type { TargetLocator } from '../targets/target-locator';
import type { TraceRecorder } from './trace-recorder';
import type { TracerInput } from './tracer-input';

/** Creates events of one kind of call, and knows for which targets another event would add nothing. */
export abstract class EventTracer {
  /** Targets in packages that are recorded for the current owners. */
  #recorded = new WeakSet<Target>();

  constructor(
    protected readonly input: TracerInput,
    protected readonly locator: TargetLocator,
    protected readonly recorder: TraceRecorder,
  ) {}

  /** Recorded targets of the previous owners do not apply to the next ones. */
  ownersChanged(): void {
    this.#recorded = new WeakSet();
  }

  protected hasRecorded(target: Target | undefined): boolean {
    return target !== undefined && this.#recorded.has(target);
  }

  protected setRecorded(target: Target): void {
    this.#recorded.add(target);
  }
}
