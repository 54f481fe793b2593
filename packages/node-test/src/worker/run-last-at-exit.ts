/** The parts of `process` that end it. */
export interface EndingProcess {
  emit: (...given: never[]) => boolean;
  /** Ends the process without further events. Not public, but `process.exit` calls it. */
  reallyExit?: (...code: never[]) => unknown;
}

/**
 * Runs work after everything else at the end of a process: after listeners of `exit`, whenever they are registered, and
 * after code that replaces `process.emit` or `process.reallyExit` to run at the end. Such code calls the earlier
 * function, which is the one of here, and continues after it. The work can run several times; the last time counts.
 */
export function runLastAtExit(target: EndingProcess, work: () => void): void {
  const { reallyExit } = target;
  if (reallyExit)
    define(target, 'reallyExit', function (this: unknown, ...code: unknown[]) {
      work();
      return Reflect.apply(reallyExit, this, code) as unknown;
    });
  new LastEmitter(target, work).install();
}

class LastEmitter {
  readonly #target: EndingProcess;
  readonly #work: () => void;
  #emit: EndingProcess['emit'] | undefined;
  #depth = 0;

  constructor(target: EndingProcess, work: () => void) {
    this.#target = target;
    this.#work = work;
  }

  /** Makes this the outermost of all functions that replace `emit`. */
  install(): void {
    const inner = this.#target.emit;
    if (inner === this.#emit) return;
    const emitted = (receiver: unknown, given: unknown[]) => this.#emitted(inner, receiver, given);
    this.#emit = function (this: unknown, ...given: unknown[]) {
      return emitted(this, given);
    };
    define(this.#target, 'emit', this.#emit);
  }

  #emitted(inner: EndingProcess['emit'], receiver: unknown, given: unknown[]): boolean {
    const [event] = given;
    if (event !== 'exit' && event !== 'beforeExit') return Reflect.apply(inner, receiver, given) as boolean;
    this.#depth++;
    try {
      return Reflect.apply(inner, receiver, given) as boolean;
    } finally {
      this.#depth--;
      // Without `process.exit`, Node emits `beforeExit` before `exit`, and calls nothing afterwards.
      if (event === 'beforeExit') this.install();
      else if (this.#depth === 0) this.#work();
    }
  }
}

/** Other code can't distinguish the new function by its name, length and description. */
function define(target: EndingProcess, name: keyof EndingProcess, value: object): void {
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  const original = target[name] as (...given: unknown[]) => unknown;
  for (const key of ['name', 'length'] as const)
    Object.defineProperty(value, key, { value: original[key], configurable: true });
  Object.defineProperty(target, name, { value, configurable: true, enumerable, writable: true });
}
