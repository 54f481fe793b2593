type Name = string | symbol;

/** Saved here because tests replace the global function. */
const { queueMicrotask } = globalThis;

/**
 * Distinguishes copying and enumerating an object from reading some of its properties. A copy requests one
 * name after the other, synchronously and in order, with their descriptors, values or both, and leaves out at
 * most a few.
 */
export class CopyDetector<Origin> {
  readonly #read: (name: Name, origin?: Origin) => void;
  #origin: Origin | undefined;
  #described = new Sequence([]);
  #taken = new Sequence([]);

  /**
   * @param read called with each name that is read and not copied; called later, with an origin, if it was
   * read during enumeration
   */
  constructor(read: (name: Name, origin?: Origin) => void) {
    this.#read = read;
  }

  /**
   * Starts an enumeration: the names of all properties were requested.
   *
   * @param origin of the requests that follow
   */
  start(names: readonly Name[], origin: Origin): void {
    this.#end();
    this.#origin = origin;
    const indexes = new Map(names.map((name, index) => [name, index]));
    this.#described = new Sequence(names, indexes);
    this.#taken = new Sequence(names, indexes);
    queueMicrotask(() => this.#end());
  }

  /** Handles a request for the descriptor or the existence of a property. */
  describe(name: Name): void {
    if (!this.#described.follows(name)) this.#read(name);
  }

  /** Handles a request for the value of a property. */
  take(name: Name): void {
    if (!this.#taken.follows(name)) this.#read(name);
  }

  /** A copy ends when other code runs. */
  #end(): void {
    const chosen = new Set([...this.#described.chosen(), ...this.#taken.chosen()]);
    this.#described = new Sequence([]);
    this.#taken = new Sequence([]);
    for (const name of chosen) this.#read(name, this.#origin);
  }
}

/** Names that are requested in the order of the object's properties. */
class Sequence {
  readonly #seen: Name[] = [];
  #last = -1;

  constructor(
    private readonly names: readonly Name[],
    private readonly indexes: ReadonlyMap<Name, number> = new Map(),
  ) {}

  /** Whether a name is the next one or the same again; false after the last name. */
  follows(name: Name): boolean {
    const index = this.indexes.get(name);
    if (index === undefined || index < this.#last || this.#last === this.names.length - 1) return false;
    if (index > this.#last) this.#seen.push(name);
    this.#last = index;
    return true;
  }

  /** The requested names, if they are too few for a copy. */
  chosen(): readonly Name[] {
    return this.#seen.length * 2 > this.names.length ? [] : this.#seen;
  }
}
