/** Computes the value of each key once and keeps it, for as long as its owner lives. */
export class Memo<Value, Key = string> {
  private readonly known = new Map<Key, Value>();

  constructor(private readonly compute: (key: Key) => Value) {}

  get(key: Key): Value {
    const value = this.known.get(key);
    if (value !== undefined || this.known.has(key)) return value as Value;
    const computed = this.compute(key);
    this.known.set(key, computed);
    return computed;
  }
}

/** One value for each importer and text. */
export function memoByImporter<Value>(compute: (from: string, text: string) => Value): Memo<Memo<Value>> {
  return new Memo((from) => new Memo((text) => compute(from, text)));
}
