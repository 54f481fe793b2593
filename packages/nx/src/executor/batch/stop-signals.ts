import type { TaskIo } from '@nx-testmon/engine';

type Signals = NonNullable<TaskIo['signals']>;
type SignalName = Parameters<Signals['on']>[0];
type Listener = Parameters<Signals['on']>[1];

/** The part of a batch process that is needed to stop it. */
export interface StoppableProcess extends Signals {
  once(event: 'disconnect', listener: () => void): unknown;
  removeListener(event: 'disconnect', listener: () => void): unknown;
}

/**
 * The signals of a process whose tasks start child processes at different times. A listener that is added
 * after a signal receives it too, so that a test runner that was about to start does not outlive the batch.
 */
export class StopSignals implements Signals {
  readonly #process: StoppableProcess;
  readonly #listeners = { SIGINT: new Set<Listener>(), SIGTERM: new Set<Listener>() };
  #received: SignalName | undefined;

  constructor(stoppable: StoppableProcess) {
    this.#process = stoppable;
    stoppable.on('SIGINT', this.#receive);
    stoppable.on('SIGTERM', this.#receive);
    stoppable.once('disconnect', this.#loseParent);
  }

  /** The first signal that arrived. No task starts after it. */
  get received(): SignalName | undefined {
    return this.#received;
  }

  on(signal: SignalName, listener: Listener): void {
    this.#listeners[signal].add(listener);
    // Deferred, because the caller is not ready for it yet.
    if (this.#received === signal)
      setImmediate(() => this.#listeners[signal].has(listener) && listener(signal));
  }

  off(signal: SignalName, listener: Listener): void {
    this.#listeners[signal].delete(listener);
  }

  close(): void {
    this.#process.off('SIGINT', this.#receive);
    this.#process.off('SIGTERM', this.#receive);
    this.#process.removeListener('disconnect', this.#loseParent);
  }

  readonly #receive = (signal: NodeJS.Signals): void => {
    const name = signal === 'SIGINT' ? 'SIGINT' : 'SIGTERM';
    this.#received ??= name;
    for (const listener of this.#listeners[name]) listener(name);
  };

  /** Nx has ended, so nobody receives the results. */
  readonly #loseParent = (): void => this.#receive('SIGTERM');
}
