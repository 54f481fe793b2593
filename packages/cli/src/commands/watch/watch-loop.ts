import type { Round, RoundEnd } from './rounds/round';
import type { WatchAction, WatchEvent } from './watch-event';
import { startWatch, stepWatch, type WatchState, type WatchStep } from './watch-state';

/** Runs rounds and shows what happens. */
export interface WatchPorts {
  /** In ms since 1970. */
  readonly clock: () => number;
  /** Never rejects. */
  readonly run: (round: Round) => Promise<RoundEnd>;
  readonly cancel: () => void;
  /** Whether the projects differ from those of the last round. Never rejects. */
  readonly checkProjects: () => Promise<boolean>;
  readonly show: (action: ShownAction) => void;
}

/** The actions that are shown to the user. */
export type ShownAction = Extract<
  WatchAction,
  { readonly kind: 'start' | 'report' | 'no-failed-test-files' | 'ignores-changes' }
>;

/** The projects are checked after this time without events, in ms. */
const restMs = 500;

/** Performs the actions that follow from events, including their timers. */
export class WatchLoop {
  /** Resolves with the exit code when everything has ended. */
  readonly ended: Promise<number>;
  readonly #ports: WatchPorts;
  #end: (exitCode: number) => void = () => undefined;
  #state: WatchState;
  #quietTimer: NodeJS.Timeout | undefined;
  #restTimer: NodeJS.Timeout | undefined;

  /** Starts the first round. */
  constructor(ports: WatchPorts) {
    this.#ports = ports;
    this.ended = new Promise((resolve) => (this.#end = resolve));
    const { state, actions } = startWatch();
    this.#state = state;
    for (const action of actions) this.#act(action);
  }

  send(event: WatchEvent): void {
    const { state, actions }: WatchStep = stepWatch(this.#state, event);
    this.#state = state;
    for (const action of actions) this.#act(action);
  }

  #act(action: WatchAction): void {
    switch (action.kind) {
      case 'start':
        clearTimeout(this.#restTimer);
        this.#ports.show(action);
        void this.#run(action.round);
        return;
      case 'cancel':
        return this.#ports.cancel();
      case 'wait':
        clearTimeout(this.#quietTimer);
        this.#quietTimer = setTimeout(() => this.send({ kind: 'quiet' }), action.ms);
        return;
      case 'report':
        this.#ports.show(action);
        clearTimeout(this.#restTimer);
        this.#restTimer = setTimeout(() => void this.#check(), restMs);
        return;
      case 'no-failed-test-files':
      case 'ignores-changes':
        return this.#ports.show(action);
      case 'exit':
        clearTimeout(this.#quietTimer);
        clearTimeout(this.#restTimer);
        return this.#end(action.exitCode);
    }
  }

  async #run(round: Round): Promise<void> {
    const end = await this.#ports.run(round);
    this.send({ kind: 'ended', end, at: this.#ports.clock() });
  }

  async #check(): Promise<void> {
    if (this.#state.phase !== 'idle') return;
    if (await this.#ports.checkProjects()) this.send({ kind: 'projects' });
  }
}
