/**
 * One string object for all equal names. A map finds the very string that is its key ten times faster than another of
 * the same characters, and names of blocks are looked up by the million. Code that shares a table looks up by the same
 * strings.
 */
export class NameTable {
  private readonly names = new Map<string, string>();

  intern<Name extends string>(name: Name): Name {
    const known = this.names.get(name);
    if (known !== undefined) return known as Name;
    this.names.set(name, name);
    return name;
  }
}
