type Name = string | symbol;

/** Tests replace the global function. */
const { queueMicrotask } = globalThis;

/**
 * Distinguishes copying and enumerating an object from reading some of its properties: a copy asks for one name after
 * the other, at once and in order, for the description or the value of each or both, and leaves out a few at most.
 */
export class CopyDetector<Origin> {
  readonly #read: (name: Name, origin?: Origin) => void;
  #origin: Origin | undefined;
  #described = new Sequence([]);
  #taken = new Sequence([]);

  /** @param read is called with each name that is read, and not copied; later than it was read with an origin */
  constructor(read: (name: Name, origin?: Origin) => void) {
    this.#read = read;
  }

  /** The names of all properties have been asked for. @param origin of what follows */
  start(names: readonly Name[], origin: Origin): void {
    this.#end();
    this.#origin = origin;
    const indexes = new Map(names.map((name, index) => [name, index]));
    this.#described = new Sequence(names, indexes);
    this.#taken = new Sequence(names, indexes);
    queueMicrotask(() => this.#end());
  }

  /** It is asked whether there is such a property. */
  describe(name: Name): void {
    if (!this.#described.follows(name)) this.#read(name);
  }

  /** The value of a property is asked for. */
  take(name: Name): void {
    if (!this.#taken.follows(name)) this.#read(name);
  }

  /** Copying is over where other code runs. */
  #end(): void {
    const chosen = new Set([...this.#described.chosen(), ...this.#taken.chosen()]);
    this.#described = new Sequence([]);
    this.#taken = new Sequence([]);
    for (const name of chosen) this.#read(name, this.#origin);
  }
}

/** Names that are asked for in the order in which an object has them. */
class Sequence {
  readonly #seen: Name[] = [];
  #last = -1;

  constructor(
    private readonly names: readonly Name[],
    private readonly indexes: ReadonlyMap<Name, number> = new Map(),
  ) {}

  /** Whether a name comes next, or again; none does after the last one. */
  follows(name: Name): boolean {
    const index = this.indexes.get(name);
    if (index === undefined || index < this.#last || this.#last === this.names.length - 1) return false;
    if (index > this.#last) this.#seen.push(name);
    this.#last = index;
    return true;
  }

  /** The names that were asked for, where they are too few for a copy. */
  chosen(): readonly Name[] {
    return this.#seen.length * 2 > this.names.length ? [] : this.#seen;
  }
}
