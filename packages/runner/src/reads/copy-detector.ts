type Name = string | symbol;

/** Tests replace the global function. */
const { queueMicrotask } = globalThis;

/**
 * Tells copying and enumerating an object from reading some of its properties: whoever copies asks for one name after
 * the other, at once and in order, to describe it or for its value or both, and leaves out a few at most.
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
    const places = new Map(names.map((name, place) => [name, place]));
    this.#described = new Sequence(names, places);
    this.#taken = new Sequence(names, places);
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
    private readonly places: ReadonlyMap<Name, number> = new Map(),
  ) {}

  /** Whether a name comes next, or again; none does after the last one. */
  follows(name: Name): boolean {
    const place = this.places.get(name);
    if (place === undefined || place < this.#last || this.#last === this.names.length - 1) return false;
    if (place > this.#last) this.#seen.push(name);
    this.#last = place;
    return true;
  }

  /** The names that were asked for, where they are too few for a copy. */
  chosen(): readonly Name[] {
    return this.#seen.length * 2 > this.names.length ? [] : this.#seen;
  }
}
