import type { TaskIo } from '@nx-testmon/engine';

type Signals = NonNullable<TaskIo['signals']>;
type SignalName = Parameters<Signals['on']>[0];
type Listener = Parameters<Signals['on']>[1];

const cancelSignal = 'SIGTERM';

/**
 * The signal that cancels a round. A listener that is added later receives it too, so that a test runner that
 * was about to start does not outlive the round.
 */
export class CancelSignals implements Signals {
  readonly #listeners = new Set<Listener>();
  #cancelledAt: number | undefined;

  get isCancelled(): boolean {
    return this.#cancelledAt !== undefined;
  }

  /** When it was cancelled, in ms since 1970. */
  get cancelledAt(): number | undefined {
    return this.#cancelledAt;
  }

  /** @param now in ms since 1970 */
  cancel(now: number): void {
    if (this.isCancelled) return;
    this.#cancelledAt = now;
    for (const listener of this.#listeners) listener(cancelSignal);
  }

  on(signal: SignalName, listener: Listener): void {
    if (signal !== cancelSignal) return;
    this.#listeners.add(listener);
    // Deferred, because the caller is not ready for it yet.
    if (this.isCancelled) setImmediate(() => this.#listeners.has(listener) && listener(cancelSignal));
  }

  off(signal: SignalName, listener: Listener): void {
    if (signal === cancelSignal) this.#listeners.delete(listener);
  }
}
